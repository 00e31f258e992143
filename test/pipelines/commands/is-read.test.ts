import { expect, test } from 'vitest';
import { noPolicy } from '../../../src/domain/policy/allowances-for.ts';
import { isRead } from '../../../src/pipelines/commands/is-read.ts';
import { asked } from './permission-stubs.ts';

const repository = { owner: 'acme', name: 'churn' };
const needed = 'image: registry.example.com/acme/churn\nnotebook: a.ipynb\n';
const off = `${needed}commands: {short: false}`;

/** Whether a line is read where these branches are the environments, in this order, with these files. */
function read(line: string, files: Readonly<Record<string, string>>) {
  const branches = Object.keys(files);
  const stations = branches.map((branch, index) => ({
    repository,
    station: { branch, environment: branch, nextBranch: branches[index + 1] },
  }));
  const ports = {
    roads: { list: async () => stations.toReversed() },
    operator: { policy: noPolicy, secrets: {} },
    git: {
      heads: async (_: unknown, wanted: readonly string[]) => new Map(wanted.map((each) => [each, each])),
      read: async (_: unknown, branch: string) => Buffer.from(files[branch] ?? ''),
    },
  };
  return isRead(ports, asked(line).work);
}

test('a command behind the name of the app is read wherever it stands', async () => {
  expect(await read('/tailrace history prod', {})).toBe(true);
  expect(await read('/tailrace history prod', { sandbox: off, prod: off })).toBe(true);
});

test('a short one is read as the environment says that it names, and else as the first one says', async () => {
  const files = { sandbox: needed, prod: off };
  expect(await read('/history sandbox', files)).toBe(true);
  expect(await read('/history prod', files)).toBe(false);
  expect(await read('/status', files)).toBe(true);
  expect(await read('/status', { sandbox: off, prod: needed })).toBe(false);
  expect(await read('/history nowhere', { sandbox: off, prod: needed })).toBe(false);
});

test('without an environment it is none of our business, and a file with mistakes forbids nothing', async () => {
  expect(await read('/status', {})).toBe(false);
  expect(await read('/status', { sandbox: 'nonsense: 1' })).toBe(true);
});
