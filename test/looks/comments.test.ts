import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commentBox, document } from '../../demo/document.ts';
import { bottomOf, brokenPictures, outOfSight, screens, show, startBrowser } from './browser.ts';
import { partOf } from './recording.ts';
import { stories } from './stories.ts';

const folder = 'docs/screenshots';
const sizes = ['desktop', 'phone'] as const;
/** `npm run screenshots` makes pictures and texts anew. */
const anew = process.env.TAILRACE_SCREENSHOTS !== undefined;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
  await mkdir(folder, { recursive: true });
});
afterAll(() => browser?.close());

describe.each(stories)('the comment of $name', ({ name, texts, pictures, first }) => {
  const toLocal = (url: string) => {
    const picture = pictures.get(url);
    return picture ? `data:image/png;base64,${picture.toString('base64')}` : url;
  };
  const boxes = texts.map((text) => commentBox('tailrace[bot]', 'commented', text, toLocal));

  test('says what is recorded', async () => {
    const file = partOf(name, 'text.md');
    const text = `${texts.join('\n\n---\n\n')}\n`;
    if (anew) await writeFile(file, text);
    const recorded = existsSync(file) ? readFileSync(file, 'utf8') : '';
    expect(text, 'a text has changed: npm run screenshots, and look at the pictures').toBe(recorded);
  });

  test.each(sizes)('can be read on a %s', async (screen) => {
    const page = await show(browser, await document(name, boxes.join('\n')), screen);
    expect(await outOfSight(page)).toEqual([]);
    expect(await brokenPictures(page)).toEqual([]);
    for (const text of first) expect(await bottomOf(page, text)).toBeLessThanOrEqual(screens[screen].height);
    const path = `${folder}/${name.replaceAll(' ', '-')}-${screen}.png`;
    // Letters differ a little from computer to computer: pictures are made anew when somebody wants that.
    const picture = anew ? { path } : {};
    expect((await page.screenshot({ ...picture, fullPage: true })).length).toBeGreaterThan(10_000);
    expect(existsSync(path), `${path} is missing: npm run screenshots`).toBe(true);
    await page.locator('summary').evaluateAll('(all) => all.forEach((summary) => summary.click())');
    expect(await outOfSight(page)).toEqual([]);
    await page.close();
  });
});
