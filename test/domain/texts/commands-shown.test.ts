import { expect, test } from 'vitest';
import { readComment } from '../../../src/domain/commands/read-comment.ts';
import type { Deployment, Release } from '../../../src/domain/release.ts';
import { commandReply } from '../../../src/domain/texts/commands/answer.ts';
import { diffAnswer, nothingNewAnswer } from '../../../src/domain/texts/commands/diff.ts';
import { historyAnswer } from '../../../src/domain/texts/commands/history.ts';
import { statusAnswer } from '../../../src/domain/texts/commands/status.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';

const hex = (digit: string) => digit.repeat(40);
const image = {
  repository: 'registry.example.com/acme/churn',
  digest: `sha256:${'1'.repeat(64)}`,
  exposedPorts: [],
};
const release: Release = { commit: hex('a'), sourceTree: hex('b'), image };
const newer: Release = {
  ...release,
  commit: hex('c'),
  image: { ...image, digest: `sha256:${'2'.repeat(64)}` },
};

const deployed = (by: string, more: Partial<Deployment> = {}): Deployment => ({
  ...{ environment: 'prod', release, head: hex('d'), evidence: { commit: hex('e'), path: 'releases/1' } },
  ...{ testResult: 't', by, at: '2026-01-01T08:00:00Z', ...more },
});

const held = (words: string) =>
  ({ kind: 'hold', by: words, at: '2026-01-01T08:00:00Z', because: words, timezone: 'UTC' }) as const;

const status = (words: string) =>
  statusAnswer([
    {
      ...{ environment: 'prod', timezone: 'Europe/Berlin', deployed: deployed(words), held: held(words) },
      promotion: { number: 7, url: 'https://forge.example.com/7', title: words },
    },
    { environment: words, timezone: 'UTC', deployed: undefined, held: undefined, promotion: undefined },
  ]);

const history = (words: string) =>
  historyAnswer({ environment: 'prod', timezone: 'UTC' }, [
    { deployment: deployed(words, { came: 'rollback' }), url: undefined },
    { deployment: deployed('dana', { pullRequest: 7 }), url: 'https://forge.example.com/7' },
    { deployment: deployed('dana', { release: { ...release, hotfixOf: 'prod' } }), url: undefined },
  ]);

const diff = (words: string) =>
  diffAnswer({
    ...{ environment: 'prod', from: 'uat', before: release, after: newer, more: false },
    commits: [{ commit: hex('f'), subject: words, author: { name: words, email: 'dana@example.com' } }],
    manifests: { files: [{ path: words, change: 'changed' }], patch: words },
    parameters: { before: { threshold: 0.5, same: 1 }, after: { threshold: 0.6, same: 1, [words]: words } },
    metrics: { before: { auc: 0.8 }, after: { auc: 0.9, [words]: 1 } },
    labels: { auc: { label: words, unit: words, better: 'higher' } },
  });

test('the status says since when in the time of the configuration, by whom, and what holds', () => {
  const { text } = status('dana');
  expect(text).toMatch(
    /\*\*prod\*\* ✋ +\| `aaaaaaa`, not served \| 2026-01-01 09:00.* \| dana +\| \[dana\]\(https/,
  );
  expect(text).toContain('✋ **prod** is held by dana since 2026-01-01 08:00');
  expect(statusAnswer([]).text).toContain('No branch of this repository is an environment yet');
});

test('the history says who and why', () => {
  const { text } = history('ada');
  expect(text).toMatch(/\| ada +\| rolled back +\|/);
  expect(text).toMatch(/\| dana +\| \[pull request 7\]\(https:\/\/forge.example.com\/7\) +\|/);
  expect(text).toMatch(/\| hotfix, pushed as `ddddddd` +\|/);
});

test('a difference shows what changes, and leaves out what does not', () => {
  const { text } = diff('loss');
  expect(text).toContain(`<code>${image.digest}</code> → <code>${newer.image.digest}</code>`);
  expect(text).toMatch(/<code>threshold<\/code> +\| <code>0.5<\/code> +\| <code>0.6<\/code>/);
  expect(text).not.toContain('<code>same</code>');
  expect(text).toMatch(/0.8 loss +\| +0.9 loss +\| +\+0.1 loss/);
  expect(nothingNewAnswer('prod', deployed('dana')).text).toContain('Nothing would change in **prod**');
});

test('hostile names and words act on nothing', () => {
  for (const { text } of [status(hostile), history(hostile), diff(hostile)]) {
    const body = commandReply('id', text);
    expect(readComment(body)).toEqual([]);
    const html = render(body.replace(/^<!--.*?-->/, ''));
    const ours = /^(p|code|strong|ul|li|table|thead|tbody|tr|th|td|a|pre|details|summary)$/;
    expect([...tagsIn(html)].filter((tag) => !ours.test(tag))).toEqual([]);
    expect(actedOn(outsideCode(html))).toEqual([]);
  }
});
