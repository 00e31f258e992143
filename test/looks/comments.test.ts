import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commentBox, document } from '../../demo/document.ts';
import { bottomOf, outOfSight, screens, show, startBrowser } from './browser.ts';
import { stories } from './stories.ts';

const folder = 'docs/screenshots';
const sizes = ['desktop', 'phone'] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
  await mkdir(folder, { recursive: true });
});
afterAll(() => browser?.close());

describe.each(stories)('the comment of $name', ({ name, texts, first }) => {
  const boxes = texts.map((text) => commentBox('tailrace[bot]', 'commented', text, (url) => url));

  test.each(sizes)('can be read on a %s', async (screen) => {
    const page = await show(browser, await document(name, boxes.join('\n')), screen);
    expect(await outOfSight(page)).toEqual([]);
    for (const text of first) expect(await bottomOf(page, text)).toBeLessThanOrEqual(screens[screen].height);
    const path = `${folder}/${name.replaceAll(' ', '-')}-${screen}.png`;
    // Letters differ a little from computer to computer: pictures are made anew when somebody wants that.
    const picture = process.env.TAILRACE_SCREENSHOTS ? { path } : {};
    expect((await page.screenshot({ ...picture, fullPage: true })).length).toBeGreaterThan(10_000);
    expect(existsSync(path), `${path} is missing: npm run screenshots`).toBe(true);
    await page.locator('summary').evaluateAll('(all) => all.forEach((summary) => summary.click())');
    expect(await outOfSight(page)).toEqual([]);
    await page.close();
  });
});
