import { expect, test } from 'vitest';
import { createCappedLog } from '../../../src/adapters/docker/capped-log.ts';
import { containerOutput } from '../../../src/adapters/docker/container-output.ts';
import { createNotebookLog } from '../../../src/adapters/docker/notebook-log.ts';
import { createMask } from '../../../src/domain/secrets/mask.ts';
import { createTerminalLines } from '../../../src/domain/terminal-lines.ts';

function linesOf(...chunks: readonly (string | Uint8Array)[]): string[] {
  const lines: string[] = [];
  const terminal = createTerminalLines((line) => lines.push(line));
  for (const chunk of chunks) terminal.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  terminal.end();
  return lines;
}

const euro = Buffer.from('€');

test.each([
  ['lines', ['one\ntwo\n'], ['one', 'two']],
  ['a line in pieces, without an end', ['o', 'ne'], ['one']],
  ['a progress bar', ['\r10%', '\r50%', '\r100%\n'], ['100%']],
  ['a shorter text over a longer one', ['loading\rdone\n'], ['doneing']],
  ['Windows line ends', ['one\r\ntwo\r\n'], ['one', 'two']],
  ['colours', ['\u001b[1;32mgreen\u001b[0m\n'], ['green']],
  ['a colour cut in two', ['\u001b[1;', '32mgreen\n'], ['green']],
  ['a character cut in two', [euro.subarray(0, 1), euro.subarray(1)], ['€']],
])('%s', (_, chunks, lines) => {
  expect(linesOf(...chunks)).toEqual(lines);
});

test('a line that never ends is cut, not held', () => {
  const lines = linesOf(...Array<string>(300).fill('x'.repeat(1000)));
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.join('')).toHaveLength(300_000);
});

test('a line that never ends is not cut within a secret', () => {
  const secret = 'hunter2-of-dana';
  const log = createNotebookLog(() => undefined, [secret]);
  for (let letters = 64 * 1024 - 20; letters <= 64 * 1024 + 2; letters++)
    for (const text of ['x'.repeat(letters), secret, 'y\n'])
      log.add({ stream: 'stdout', bytes: Buffer.from(text) });
  log.end();
  const masked = createMask([secret])(log.text());
  expect(masked).not.toMatch(/hunt|dana/);
  expect(masked.match(/\*\*\*\s*y/g)).toHaveLength(23);
});

test('a log under its cap is whole', () => {
  const log = createCappedLog(100);
  for (const line of ['one', 'two']) log.add(line);
  expect([log.text(), log.cut()]).toEqual(['one\ntwo\n', false]);
});

test('a log over its cap keeps whole lines of both ends and counts the others', () => {
  const log = createCappedLog(20);
  for (let line = 0; line < 30_000; line += 1) log.add(`${10_000 + line}`);
  expect(log.text()).toBe('10000\n… 29998 lines left out …\n39999\n');
  expect(log.cut()).toBe(true);
});

function piece(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test('both streams are told apart, however their pieces are cut', async () => {
  const all = Buffer.concat([piece(1, 'out'), piece(2, 'err'), piece(1, 'more')]);
  async function* bytes() {
    for (const byte of all) yield Buffer.from([byte]);
  }
  const seen: string[] = [];
  for await (const chunk of containerOutput(bytes())) seen.push(`${chunk.stream} ${chunk.bytes}`);
  expect(seen).toEqual(['stdout out', 'stderr err', 'stdout more']);
});

test('papermill’s progress is read while its line is still being written, each state once', () => {
  const progress: string[] = [];
  const log = createNotebookLog(({ done, total }) => progress.push(`${done}/${total}`));
  const bar = (done: number) => `\rExecuting:  ${done}0%|██    | ${done}/3 [00:01<00:01,  2.5cell/s]`;
  for (const text of [bar(0), bar(1), bar(1), `${bar(3)}\n`])
    log.add({ stream: 'stderr', bytes: Buffer.from(text) });
  log.add({ stream: 'stdout', bytes: Buffer.from(`${bar(2)}\n`) });
  expect(progress).toEqual(['0/3', '1/3', '3/3']);
});
