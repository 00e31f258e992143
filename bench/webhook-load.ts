/**
 * Sends webhooks to this computer at an even rate, whether earlier ones are answered or not. Run as a program, in a process of its own so
 * that nothing else delays it, it does what its standard input says and prints the milliseconds that each answer took.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const loadSchema = z.object({
  /** On 127.0.0.1. */
  port: z.number(),
  path: z.string(),
  perSecond: z.number(),
  seconds: z.number().max(60),
  /** Sent in turn, each time as a new delivery. */
  messages: z.array(z.object({ headers: z.record(z.string(), z.string()), body: z.string() })),
});
export type WebhookLoad = z.infer<typeof loadSchema>;

const program = fileURLToPath(import.meta.url);

/** Throws where one is not answered with 202. */
export function sendWebhooks(load: WebhookLoad): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 2 ** 26 };
    const child = execFile(process.execPath, [program], options, (error, stdout) => {
      if (error) reject(error);
      else resolve(z.array(z.number()).parse(JSON.parse(stdout)));
    });
    child.stdin?.end(JSON.stringify(load));
  });
}

async function main(): Promise<void> {
  const load = loadSchema.parse(JSON.parse(await text(process.stdin)));
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const begun = performance.now();
  const answers: Promise<number>[] = [];
  for (let index = 0; index < load.perSecond * load.seconds; index++) {
    const due = begun + (index * 1000) / load.perSecond;
    await pause(Math.max(0, due - performance.now()));
    answers.push(sendOne(load, index, agent));
  }
  process.stdout.write(JSON.stringify(await Promise.all(answers)));
  agent.destroy();
}

function sendOne({ port, path, messages }: WebhookLoad, index: number, agent: Agent): Promise<number> {
  const { headers = {}, body } = messages[index % messages.length] ?? { body: '' };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const begun = performance.now();
  const outgoing = request(
    {
      ...{ host: '127.0.0.1', port, path, method: 'POST', agent },
      headers: {
        ...headers,
        'x-github-delivery': randomUUID(),
        'content-length': `${Buffer.byteLength(body)}`,
      },
    },
    (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 202) resolve(performance.now() - begun);
        else reject(new Error(`A webhook was answered with ${response.statusCode}.`));
      });
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

if (process.argv[1] === program) await main();
