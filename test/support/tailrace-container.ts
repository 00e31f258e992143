/** Tailrace in a container of its own image, as an operator runs it. */
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import Docker, { type Container } from 'dockerode';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { containerOutput } from '../../src/adapters/docker/container-output.ts';
import type { Tailrace } from '../../src/compose.ts';
import { createTerminalLines } from '../../src/domain/terminal-lines.ts';
import type { Settings } from '../../src/settings.ts';
import { idleIn } from './stored-runs.ts';
import { tailraceImage, tailraceTag } from './tailrace-image.ts';

const socket = '/var/run/docker.sock';
const data = '/var/lib/tailrace';
const docker = new Docker();

const listeningSchema = z.object({ port: z.number() });

/** Starts Tailrace again and again in containers on one volume. It works with the network of this computer: forge and registry listen on loopback. */
export function tailraceContainers() {
  const volume = `tailrace-test-${randomUUID()}`;
  let running: Container | undefined;
  return {
    async start(settings: Settings): Promise<Tailrace> {
      const container = await docker.createContainer(await optionsFor(settings, volume));
      running = container;
      const said = await follow(container);
      await container.start();
      const { port } = listeningSchema.parse(await said('webhooks are taken'));
      await copyConnection(container, settings.dataFolder);
      return {
        port,
        idle: () => idleIn(settings.dataFolder),
        // It reconciles once, when it has started.
        reconcile: async () => void (await said('reconciled')),
        async stop() {
          await container.stop({ t: 60 });
          const { State } = await container.inspect();
          await container.remove();
          if (State.ExitCode !== 0) throw new Error(`Tailrace ended with ${State.ExitCode}.`);
        },
      };
    },
    image: () => docker.getImage(tailraceTag).inspect(),
    /** Runs a command beside Tailrace. */
    async exec(command: readonly string[]): Promise<{ exitCode: number | null; printed: string }> {
      if (!running) throw new Error('Nothing was started.');
      const exec = await running.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
      let printed = '';
      for await (const { bytes } of containerOutput(await exec.start({}))) printed += bytes.toString();
      return { exitCode: (await exec.inspect()).ExitCode, printed: printed.trim() };
    },
    removeVolume: () => docker.getVolume(volume).remove(),
  };
}

/** What deploy/ recommends: not root, a root file system that can't be written, no capability. */
async function optionsFor(settings: Settings, volume: string): Promise<Docker.ContainerCreateOptions> {
  return {
    Image: await tailraceImage(),
    Env: Object.entries(environmentOf(settings, await freePort())).map(([name, value]) => `${name}=${value}`),
    HostConfig: {
      NetworkMode: 'host',
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': '' },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Binds: [`${socket}:${socket}`, `${volume}:${data}`],
      GroupAdd: [String((await stat(socket)).gid)],
    },
  };
}

function environmentOf({ github, host, dockerConfig }: Settings, port: number): Record<string, string> {
  const forge = new URL(github.webUrl);
  return {
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey.replaceAll('\n', '\\n'),
    WEBHOOK_SECRET: github.webhookSecret,
    GHE_HOST: forge.host,
    GHE_PROTOCOL: forge.protocol.replace(':', ''),
    HOST: host,
    PORT: String(port),
    DOCKER_AUTH_CONFIG: JSON.stringify(dockerConfig),
  };
}

/** Reads the log; the function that it gives waits for a message, and rejects with the whole log where the container ends before. */
async function follow(container: Container) {
  const attached = await container.attach({ stream: true, stdout: true, stderr: true });
  const lines: string[] = [];
  const news = new EventEmitter();
  const log = createTerminalLines((line) => {
    lines.push(line);
    news.emit('line');
  });
  const reading = (async () => {
    for await (const { bytes } of containerOutput(attached)) log.write(bytes);
  })();
  const over = reading.then(() => Promise.reject(new Error(`Tailrace ended:\n${lines.join('\n')}`)));
  over.catch(() => undefined);
  return async (message: string): Promise<unknown> => {
    for (;;) {
      const line = lines.find((each) => each.includes(`"msg":"${message}"`));
      if (line !== undefined) return JSON.parse(line);
      await Promise.race([once(news, 'line'), over]);
    }
  };
}

/** Puts the embedded database's password and port where they would lie if Tailrace ran here. */
async function copyConnection(container: Container, dataFolder: string): Promise<void> {
  for (const path of ['database/postgres.password', 'database/postgres/postmaster.pid']) {
    const archive = await container.getArchive({ path: join(data, path) });
    const entries = archive.pipe(extract());
    for await (const entry of entries) {
      await mkdir(dirname(join(dataFolder, path)), { recursive: true });
      await writeFile(join(dataFolder, path), await buffer(entry));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
