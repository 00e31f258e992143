import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../src/domain/commands/command.ts';
import { parseConfiguration } from '../../src/domain/configuration/parse-configuration.ts';
import { whoMayUse } from '../../src/domain/texts/commands/help.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const repository = { owner: 'acme', name: 'churn' };

test('the smallest configuration of the README is one', () => {
  const [, smallest = ''] = /```yaml\n(notebook:[\s\S]*?)```/.exec(readme) ?? [];
  expect(parseConfiguration(smallest, { repository })).toMatchObject({ kind: 'ok' });
});

test('every command of the README is there', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...readme.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name]) => name);
  const commands = named.filter((name) => name !== 'ci');
  expect(commands).toEqual(expect.arrayContaining(['demo', 'test', 'test:unit', 'start']));
  expect(commands.filter((name) => !(name && name in scripts))).toEqual([]);
});

test('every command that people write in comments is in the table of commands, as the help says it', () => {
  const [, section = ''] = /\n## Commands\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = Object.values(commands).map(
    (spec) => `| \`/tailrace ${cell(spec.usage)}\` | ${cell(spec.does)} | ${whoMayUse(spec)} |`,
  );
  expect(section.split('\n').filter((line) => line.startsWith('| `/'))).toEqual(rows);
});

test('every setting is in the table of settings', () => {
  const settings = [...read('src/settings.ts').matchAll(/^ {2}([A-Z_]+): (?:z|whole)\b/gm)].map(
    ([, name]) => name,
  );
  expect(settings).toContain('WEBHOOK_SECRET');
  expect(settings.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test('every key that is refused by name is in the README', () => {
  const keys = [...read('src/domain/configuration/not-yet.ts').matchAll(/key: '([\w.*]+)'/g)].map(
    ([, key]) => key ?? '',
  );
  const last = keys.map((key) => key.split('.').at(-1) ?? '');
  expect(keys.length).toBeGreaterThan(0);
  const paragraph =
    /Keys of the schema that this version does not act on[\s\S]*?\n\n/.exec(readme)?.[0] ?? '';
  expect(last.filter((key) => !new RegExp(`\\b${key}(: \\w+)?\``).test(paragraph))).toEqual([]);
});
