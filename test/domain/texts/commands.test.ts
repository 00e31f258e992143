import { expect, test } from 'vitest';
import { commands } from '../../../src/domain/commands/command.ts';
import { readComment } from '../../../src/domain/commands/read-comment.ts';
import type { Grant } from '../../../src/domain/permissions/grant.ts';
import { commandReply } from '../../../src/domain/texts/commands/answer.ts';
import { commandHelp, mistakeAnswer } from '../../../src/domain/texts/commands/help.ts';
import {
  cannotAskAnswer,
  notAllowedAnswer,
  nowhereAnswer,
  unknownEnvironmentAnswer,
} from '../../../src/domain/texts/commands/permission.ts';
import { overwrittenAnswer } from '../../../src/domain/texts/commands/promote.ts';
import { code } from '../../../src/domain/texts/markdown.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';

test('every command is in the help, and its examples are commands', () => {
  for (const { usage, examples } of Object.values(commands)) {
    expect(commandHelp()).toContain(code(`/tailrace ${usage}`));
    for (const example of examples)
      expect(readComment(`/tailrace ${example}`)).toMatchObject([{ kind: 'command' }]);
  }
});

test('a mistake says what was meant', () => {
  expect(mistakeAnswer('/tailrace promte qa', 'promte').text).toContain('Did you mean `promote`?');
  expect(mistakeAnswer('/tailrace promote qa now', 'promote').text).toContain(
    'is not how `promote` is written',
  );
  expect(mistakeAnswer('/tailrace', '').text).toContain('😕 That names no command.');
});

test('a refusal names the role, and who may', () => {
  const { done, text } = notAllowedAnswer('dana', 'maintain', 'promote', [{ kind: 'role', role: 'admin' }]);
  expect(done).toBe(false);
  expect(text).toContain('dana has the role maintain here.');
  expect(text).toContain('is for administrators of this repository');
});

test('what was allowed is named', () => {
  const overwrite = {
    id: 'one',
    environment: 'prod',
    by: 'ada',
    at: '',
    comment: '',
    sourceTree: 'a'.repeat(40),
  };
  const { done, text } = overwrittenAnswer({ ...overwrite, manifests: 'b'.repeat(40) });
  expect(done).toBe(true);
  expect(text).toContain(
    '**prod** may go over the hotfix in the source tree `aaaaaaa` and the edited manifests in the tree `bbbbbbb`',
  );
});

test('hostile words act on nothing, and no reply is a command itself', () => {
  const grants: Grant[] = [
    { kind: 'person', login: hostile },
    { kind: 'team', organization: hostile, slug: hostile },
  ];
  const texts = [
    mistakeAnswer(hostile, hostile),
    notAllowedAnswer(hostile, 'read', hostile, grants),
    cannotAskAnswer(hostile),
    nowhereAnswer(hostile),
    unknownEnvironmentAnswer(hostile, [hostile, 'prod']),
  ].map(({ text }) => commandReply('id', text));
  for (const text of texts) {
    expect(readComment(text)).toEqual([]);
    const html = render(text.replace(/^<!--.*?-->/, ''));
    const ours = /^(p|code|strong|ul|li|table|thead|tbody|tr|th|td)$/;
    expect([...tagsIn(html)].filter((tag) => !ours.test(tag))).toEqual([]);
    expect(actedOn(outsideCode(html))).toEqual([]);
  }
});
