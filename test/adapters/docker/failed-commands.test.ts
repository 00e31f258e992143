import { expect, test } from 'vitest';
import { parseNotes } from '../../../src/adapters/docker/failed-commands.ts';

test('what the notebook itself wrote among the notes is left out, and so is what is too much', () => {
  const note = '{"count": 2, "code": 1}';
  const lines = [
    '{',
    '{"count": "<b>", "code": 1}',
    '[]',
    note,
    '{"count": 3.5, "code": 1}',
    ...Array(200).fill(note),
  ];
  expect(parseNotes(lines.join('\n'))).toEqual(Array(96).fill({ count: 2, code: 1 }));
  expect(parseNotes('')).toEqual([]);
});
