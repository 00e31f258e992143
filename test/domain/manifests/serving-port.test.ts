import { expect, it } from 'vitest';
import { servingPort } from '../../../src/domain/manifests/serving-port.ts';
import { configurationOf, smallest } from '../configuration/reading.ts';

it.each([
  ['serve: false', [8080], 'nothing', 'the configuration says `serve: false`.'],
  ['', [], 'nothing', 'the image exposes no port, and the configuration has no `serve`.'],
  ['', [8080], 'port', 8080],
  ['', [8080, 8080], 'port', 8080],
  ['serve: {port: 9000}', [], 'port', 9000],
  ['serve: {port: 9000}', [8080, 8081], 'port', 9000],
  ['serve: {health: /up}', [], 'mistake', 'Write `serve: {port: 8080}`, or `EXPOSE 8080` in the Dockerfile.'],
  ['', [9090, 8080], 'mistake', 'Write which one serves the model, for example `serve: {port: 8080}`'],
])('%s with EXPOSE %j gives %s: %s', (line, exposed, kind, expected) => {
  const [environment] = configurationOf(`${smallest}${line}`).environments;
  const result = servingPort(environment?.serve ?? { kind: 'nothing' }, exposed);
  expect(result.kind).toBe(kind);
  if (result.kind === 'port') expect([result.port, result.serve.port]).toEqual([expected, expected]);
  else expect(result.kind === 'nothing' ? result.reason : result.remedy).toContain(expected);
});
