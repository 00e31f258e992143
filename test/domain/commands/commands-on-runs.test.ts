import { describe, expect, test } from 'vitest';
import { needOf } from '../../../src/domain/commands/command.ts';
import { readComment } from '../../../src/domain/commands/read-comment.ts';

const read = (written: string) => readComment(`/tailrace ${written}`)[0];
const head = 'abcdef1'.padEnd(40, '0');

describe('a command on a run is read', () => {
  test.each([
    ['approve-run abcdef1', { name: 'approve-run', head: 'abcdef1' }],
    ['approve-run ABCDEF1', { name: 'approve-run', head: 'abcdef1' }],
    [`approve-run ${head}`, { name: 'approve-run', head }],
    ['cancel', { name: 'cancel' }],
    ['retry', { name: 'retry' }],
    ['retry build', { name: 'retry', what: 'build' }],
    ['retry Notebook', { name: 'retry', what: 'notebook' }],
    ['override auc because late labels', { name: 'override', gate: 'auc', because: 'late labels' }],
    ['override customers.age Because x', { name: 'override', gate: 'customers.age', because: 'x' }],
    ['run', { name: 'run', parameters: {} }],
    ['run threshold=0.3 deep=true', { name: 'run', parameters: { threshold: 0.3, deep: true } }],
    ['run region="north west" code=no', { name: 'run', parameters: { region: 'north west', code: 'no' } }],
    ["run commit='007' list=[1, 2]", { name: 'run', parameters: { commit: '007', list: [1, 2] } }],
    ['promote', { name: 'promote' }],
    ['promote qa', { name: 'promote', environment: 'qa' }],
    ['promote overwrite', { name: 'promote', overwrite: true }],
    ['promote qa overwrite', { name: 'promote', environment: 'qa', overwrite: true }],
    ['promote qa v1.2', { name: 'promote', environment: 'qa', release: 'v1.2' }],
    ['promote qa #12', { name: 'promote', environment: 'qa', release: '#12' }],
    ['promote #12', { name: 'promote', release: '#12' }],
    ['promote abcdef1', { name: 'promote', release: 'abcdef1' }],
    ['promote sha256:abcdef1', { name: 'promote', release: 'sha256:abcdef1' }],
  ])('/tailrace %s', (written, command) => {
    expect(read(written)).toEqual({ kind: 'command', command });
  });

  test.each([
    ['approve-run'],
    ['approve-run abcdef'],
    ['approve-run refs/heads/x'],
    ['approve-run abcdef1 abcdef2'],
    ['cancel everything'],
    ['retry all'],
    ['retry build notebook'],
    ['override auc'],
    ['override auc because'],
    ['override because I say so'],
    ['override auc loss because both'],
    ['override *auc* because late'],
    ['run threshold'],
    ['run threshold='],
    ['run a=1 a=2'],
    ['run 2b=1'],
    ['run a="open'],
    ['run a=[1'],
    ['run a=*b*'],
    ['promote qa v1.2 overwrite'],
    ['promote qa --force'],
  ])('not: /tailrace %s', (written) => {
    expect(read(written)).toMatchObject({ kind: 'mistake' });
  });
});

test('who promotes needs the right in the environment, who overwrites the right to override', () => {
  const need = (words: object) => needOf({ name: 'promote', ...words });
  expect(need({ environment: 'qa' })).toEqual({ kind: 'right', right: 'promote', environment: 'qa' });
  expect(need({ environment: 'qa', overwrite: true })).toEqual({
    ...{ kind: 'right', right: 'override', environment: 'qa' },
  });
  // The right in the environment that follows is asked for once that is known.
  expect(need({})).toEqual({ kind: 'role', role: 'write' });
});
