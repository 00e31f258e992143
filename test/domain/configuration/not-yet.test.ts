import { expect, it } from 'vitest';
import { configurationOf, mistakesOf, smallest } from './reading.ts';

it.each([
  ['serve: {min_healthy: 5m}', 'serve.min_healthy', '`min_healthy` is not supported'],
  [
    'environments: [{name: a, dashboards: [{name: g, url: "https://g"}]}]',
    'environments[0].dashboards',
    '`dashboards`',
  ],
])('%s is refused by name, not ignored', (line, path, message) => {
  const mistakes = mistakesOf(`${smallest}${line}`);
  expect(mistakes).toEqual([
    expect.objectContaining({ line: 3, path, message: expect.stringContaining(message) }),
  ]);
});

it('takes the written-out defaults of what is not supported', () => {
  const written = `timezone: UTC
commands: {short: true}
serve: {min_healthy: 0s, on_failure: report, smoke: []}
gitops: {write: push}
environments: [{name: sandbox, two_people: false, freeze: [], notebook: {network: false}}]`;
  expect(configurationOf(`${smallest}${written}`).environments).toHaveLength(1);
});
