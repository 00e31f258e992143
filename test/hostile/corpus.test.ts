import { expect, test } from 'vitest';
import { corpus } from './corpus.ts';
import { harmIn, layoutOf } from './harmless.ts';
import { everythingAbout } from './slots.ts';

const layouts = ['a text', '', ' '].map((text) =>
  Object.fromEntries(
    Object.entries(everythingAbout(text).bodies).map(([name, body]) => [name, layoutOf(body)]),
  ),
);

test('the corpus is no small one', () => {
  expect(new Set(corpus.map(([, text]) => text)).size).toBeGreaterThanOrEqual(300);
});

test.each(corpus)('%s does nothing in any place where a text of somebody else stands', (_, text) => {
  const { bodies, report, longer, titles } = everythingAbout(text);
  expect(harmIn(report, 500_000)).toEqual([]);
  for (const [name, body] of Object.entries(bodies)) {
    expect(harmIn(body), name).toEqual([]);
    expect(
      layouts.map((layout) => layout[name]),
      name,
    ).toContain(layoutOf(body));
  }
  for (const body of longer) expect(body.length).toBeLessThanOrEqual(65_535);
  for (const title of titles) {
    expect(title.length, title).toBeLessThanOrEqual(250);
    expect(title).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(title.isWellFormed()).toBe(true);
  }
});
