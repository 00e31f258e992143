/** Tailrace in a process of its own, for tests that kill it. Run as a program, it starts what its standard input says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { startTailrace, type Tailrace } from '../../src/compose.ts';
import type { Settings } from '../../src/settings.ts';
import { hasty } from './hasty.ts';
import { idleIn } from './stored-runs.ts';

const program = fileURLToPath(import.meta.url);
/** As `npm start` has it. */
const options = ['--max-semi-space-size=2'];

/** Starts Tailrace again and again in processes that can be killed. `requestMs`: how long they wait for an answer of the forge. */
export function tailraceProcesses(requestMs = hasty.waiting.requestMs) {
  let kill = async () => {};
  let pid: number | undefined;
  return {
    /** The process that was started last. */
    pid: () => pid,
    /** kill -9, at this moment. */
    kill: () => kill(),
    async start(settings: Settings): Promise<Tailrace> {
      const child = spawn(process.execPath, [...options, program], {
        stdio: ['pipe', 'pipe', 'inherit'],
        // `npm start` keeps compiled code, too.
        env: { ...process.env, NODE_COMPILE_CACHE: join(settings.dataFolder, 'compiled') },
      });
      const exited = once(child, 'exit');
      pid = child.pid;
      child.stdin.end(JSON.stringify({ settings, requestMs } satisfies Order));
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const end = (signal: 'SIGKILL' | 'SIGTERM') => async () => {
        child.kill(signal);
        await exited;
      };
      kill = end('SIGKILL');
      const port = Number((await lines.next()).value);
      if (!port) throw new Error('Tailrace ended before it listened.');
      const reconciled = lines.next();
      return {
        port,
        idle: () => idleIn(settings.dataFolder),
        // The process reconciles once, when it has started.
        reconcile: async () => void (await reconciled),
        stop: end('SIGTERM'),
      };
    },
  };
}

interface Order {
  readonly settings: Settings;
  readonly requestMs: number;
}

async function main(): Promise<void> {
  const { settings, requestMs }: Order = JSON.parse(await text(process.stdin));
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' }, pino.destination(2));
  const tailrace = await startTailrace(settings, { ...hasty, waiting: { ...hasty.waiting, requestMs }, log });
  process.once('SIGTERM', () => tailrace.stop().then(() => process.exit(0)));
  console.log(tailrace.port);
  await tailrace.reconcile();
  console.log('reconciled');
}

if (process.argv[1] === program) await main();
