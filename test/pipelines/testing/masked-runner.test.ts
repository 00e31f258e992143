import { expect, test } from 'vitest';
import { maskedRunner } from '../../../src/pipelines/testing/masked-runner.ts';
import type { NotebookOutcome, NotebookRequest } from '../../../src/ports/images.ts';

const secret = 'hunter2-of-dana';
const outcome: NotebookOutcome = {
  exitCode: 0,
  outOfMemory: false,
  timedOut: false,
  log: `it is ${secret}, ${[...secret].join('\0')}`,
  notebook: JSON.stringify({ cells: [{ outputs: [{ text: [`${secret}\n`] }] }] }),
  metrics: JSON.stringify({ [secret]: 1 }),
  versions: {},
  derived: false,
  truncated: [],
  failedCommands: [],
};
const request: NotebookRequest = {
  runId: 'run',
  image: { id: 'sha256:1', exposedPorts: [], workdir: '/' },
  program: { kind: 'notebook', content: Buffer.from('{}') },
  parameters: '{}',
  datasets: [],
  timeoutSeconds: 1,
  cpus: 1,
  memoryBytes: 1,
  network: false,
  secrets: { WAREHOUSE_PASSWORD: secret },
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

test('nothing that comes out of a container holds the secrets that went in', async () => {
  const left = await maskedRunner({ run: async () => outcome }).run(request);
  expect(left).toEqual({
    ...outcome,
    log: 'it is ***, ***',
    notebook: '{"cells":[{"outputs":[{"text":["***\\n"]}]}]}',
    metrics: '{"***":1}',
  });
});

test('without secrets it is what came out', async () => {
  const { notebook: _, ...rest } = outcome;
  const left = await maskedRunner({ run: async () => rest }).run({ ...request, secrets: {} });
  expect(left).toEqual({ ...rest, log: `it is ${secret}, ${secret}` });
});
