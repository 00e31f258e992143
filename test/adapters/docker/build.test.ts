import { PassThrough } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { createImageBuilder } from '../../../src/adapters/docker/build.ts';
import { BuildFailed } from '../../../src/ports/images.ts';
import { baseImage, build, docker, removeTags } from './test-engine.ts';

const runs = ['build-ok', 'build-plain'];
afterAll(() => removeTags(...runs.map((run) => `tailrace/build:${run}`)));

async function failureOf(attempt: Promise<unknown>): Promise<BuildFailed> {
  const error = await attempt.catch((reason: unknown) => reason);
  if (error instanceof BuildFailed) return error;
  throw new Error(`not a failed build: ${error}`);
}

test('an image is built, found under its run, and described', async () => {
  const image = await build('build-ok', `FROM ${baseImage}\nEXPOSE 9000/udp 8080\nWORKDIR /app\n`);

  const inspected = await docker.getImage('tailrace/build:build-ok').inspect();
  expect(image).toEqual({ id: inspected.Id, exposedPorts: [8080], workdir: '/app' });
  expect(inspected.Config.Labels).toMatchObject({ 'example.com/made-by': 'test' });
});

test('an image without WORKDIR and EXPOSE works in the root and exposes nothing', async () => {
  expect(await build('build-plain', `FROM ${baseImage}\n`)).toMatchObject({ exposedPorts: [], workdir: '/' });
});

test('the log reads like a terminal: steps by number, their output without colours, how they ended', async () => {
  const lines: string[] = [];
  const nonce = process.hrtime.bigint();
  const print = `printf '\\033[32mgreen\\033[0m\\n10%%\\r100%%\\n' # ${nonce}`;
  await build('build-ok', `FROM ${baseImage}\nRUN ${print}\nWORKDIR /app\n`, {
    onLine: (line) => lines.push(line),
  });

  const step = lines.find((line) => line.includes('[2/3] RUN printf'))?.split(' ')[0];
  expect(lines.filter((line) => line.startsWith(`${step} `)).slice(1)).toEqual([
    `${step} green`,
    `${step} 100%`,
    expect.stringMatching(/DONE \d+\.\ds$/),
  ]);
});

test('a step that fails is named, with the end of what it printed', async () => {
  const failure = await failureOf(
    build('build-bad', `FROM ${baseImage}\nRUN echo no such wheel >&2; exit 3\n`),
  );

  expect(failure.obstacle).toMatchObject({ text: 'RUN echo no such wheel >&2; exit 3', position: 2 });
  expect(failure.message).toMatch(/exit code: 3\nno such wheel$/);
});

test('a Dockerfile that does not parse says on which line', async () => {
  const failure = await failureOf(build('build-bad', `FROM ${baseImage}\nRUNN echo\n`));

  expect(failure.message).toBe('dockerfile parse error line 2: unknown instruction: RUNN');
});

test('a syntax line whose registry is out of reach is known', async () => {
  const failure = await failureOf(build('build-bad', '# syntax=nowhere.invalid/frontend:1\nFROM scratch\n'));

  expect(failure.obstacle).toEqual({ kind: 'syntax', frontend: 'nowhere.invalid/frontend:1' });
});

test.each([
  ['FROM 127.0.0.1:1/acme/none:1\n', '127.0.0.1:1/acme/none:1'],
  [`FROM ${baseImage}\nCOPY --from=127.0.0.1:1/acme/none:2 /a /b\n`, '127.0.0.1:1/acme/none:2'],
])('an image that can not be pulled is named: %j', async (dockerfile, image) => {
  const failure = await failureOf(build('build-bad', dockerfile));

  expect(failure.obstacle).toEqual({ kind: 'image', image, why: 'unreachable' });
});

test('an abort stops the build on the Engine', async () => {
  const abort = new AbortController();
  const mount = '--mount=type=cache,target=/shared,id=abort-test,sharing=locked';
  const onLine = (line: string) => {
    if (line.includes('is running')) abort.abort(new Error('superseded'));
  };
  const endless = `FROM ${baseImage}\nRUN ${mount} echo is running; sleep 600 # ${process.hrtime.bigint()}\n`;
  await expect(build('build-bad', endless, { signal: abort.signal, onLine })).rejects.toThrow('superseded');

  // The lock of the cache mount is free again only when the sleeping step is gone.
  await build('build-ok', `FROM ${baseImage}\nRUN ${mount} echo ${process.hrtime.bigint()}\n`);
});

test('a context that breaks off fails with its own error', async () => {
  const broken = createImageBuilder(docker).build({
    runId: 'build-bad',
    context: () => {
      const context = new PassThrough();
      context.write('not yet a tar');
      setImmediate(() => context.destroy(new Error('git archive was killed')));
      return context;
    },
    dockerfile: 'Dockerfile',
    labels: {},
    cacheNamespace: 'tests',
    signal: new AbortController().signal,
    onLine: () => undefined,
  });

  await expect(broken).rejects.toThrow('git archive was killed');
});

test('cache mounts of one namespace are not seen in another', async () => {
  const mount = '--mount=type=cache,target=/kept,id=namespace-test';
  const lookInto = async (cacheNamespace: string) => {
    const lines: string[] = [];
    const look = `ls /kept; touch /kept/${cacheNamespace} # ${process.hrtime.bigint()}`;
    const dockerfile = `FROM ${baseImage}\nRUN ${mount} ${look}\n`;
    await build('build-ok', dockerfile, { cacheNamespace, onLine: (line) => lines.push(line) });
    return lines;
  };
  await lookInto('acme-fork');

  expect(await lookInto('acme-own')).not.toContainEqual(expect.stringMatching(/#\d+ acme-fork$/));
  expect(await lookInto('acme-own')).toContainEqual(expect.stringMatching(/#\d+ acme-own$/));
});
