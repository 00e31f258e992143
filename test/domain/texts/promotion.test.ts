import { expect, test } from 'vitest';
import {
  type PromotionText,
  promotionBody,
  promotionMessage,
  promotionTitle,
} from '../../../src/domain/texts/promotion.ts';
import { passedResult, someCommit } from '../results.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';

const image = passedResult.image ?? { repository: '', digest: '', exposedPorts: [] };
const release = { commit: someCommit, sourceTree: passedResult.sourceTree, image };
const dana = { name: 'Dana', email: 'dana@example.com' };

function textOf(changes: Partial<PromotionText> = {}): PromotionText {
  const commits = [{ commit: 'e'.repeat(40), subject: 'Better trees (#12)', author: dana }];
  const road = ['sandbox', 'qa', 'prod'];
  const stops = { name: 'churn', from: 'sandbox', to: 'qa', road };
  const nothing = {
    before: undefined,
    more: false,
    nothingServed: undefined,
    unrelated: [],
    obstacles: [],
    unknownReviewers: [],
  };
  return { ...stops, release, commits, ...nothing, ...changes };
}

test('the pull request tells what it brings and what merging it does', () => {
  const body = promotionBody(textOf({ before: 'b'.repeat(40) }));
  expect(promotionTitle(textOf())).toBe('Promote churn ccccccc to qa');
  expect(body).toMatch(
    /^Merging this puts release `ccccccc`, which runs in \*\*sandbox\*\*, into \*\*qa\*\*/,
  );
  expect(body).toContain('### What it brings since release `bbbbbbb`');
  expect(body).toContain(`- ${'e'.repeat(40)} Better trees`);
  expect(body).toContain('**Pull requests:** #12');
  expect(body).toContain('**Road:** sandbox ✅ → **qa** ⏳ → prod');
});

test('the first promotion, and one that serves nothing', () => {
  const body = promotionBody(
    textOf({ commits: [], nothingServed: 'the configuration says `serve: false`.' }),
  );
  expect(body).toContain('### What it brings (nothing runs there yet)\n\nNo commits of people.');
  expect(body).toContain('Nothing is served there: the configuration says `serve: false`.');
});

test('the commit names everybody once, and is found by its trailers', () => {
  const commits = [dana, dana, { name: 'Max', email: 'max@example.com' }].map((author, index) => {
    return { commit: `${index}`.repeat(40), subject: 'More', author };
  });
  expect(promotionMessage(textOf({ commits })).split('\n').slice(3)).toEqual([
    '',
    'Promoted-From: sandbox',
    `Release: ${someCommit}`,
    `Image: ${image.repository}@${image.digest}`,
    'Co-authored-by: Dana <dana@example.com>',
    'Co-authored-by: Max <max@example.com>',
  ]);
});

test('hostile commits, and very many of them, act on nothing', () => {
  const commit = { commit: 'e'.repeat(40), subject: hostile, author: { name: hostile, email: 'x' } };
  const body = promotionBody(textOf({ commits: Array(5000).fill(commit) }));
  expect(body.length).toBeLessThan(60_000);
  expect(body).toContain('- … and older ones');
  const html = render(body);
  expect([...tagsIn(html)].filter((tag) => !/^(p|h3|strong|code|ul|li)$/.test(tag))).toEqual([]);
  expect(actedOn(outsideCode(html))).toEqual([]);
});
