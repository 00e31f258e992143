import { type Browser, chromium, type Page } from 'playwright-core';
import { findProgram } from '../../scripts/setup/command.mjs';

export const screens = {
  desktop: { width: 1000, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

/** A browser that loads nothing from elsewhere. `npm test` installs it. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findProgram('chromium');
  if (!executablePath) throw new Error('There is no chromium on the path: install it, or run `npm test`.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
}

/** Shows HTML on a screen. Close it when it was looked at. */
export async function show(browser: Browser, html: string, screen: keyof typeof screens): Promise<Page> {
  const page = await browser.newPage({ viewport: screens[screen] });
  await page.setContent(html);
  return page;
}

/** The words that reach over the screen's edge where nothing lets a reader scroll to them, and what scrolls sideways though it is neither table nor code. */
export function outOfSight(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const found = [];
    const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    if (document.scrollingElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
    for (const element of document.querySelectorAll('body *')) {
      const { overflowX, display } = getComputedStyle(element);
      if (display === 'inline' || element.scrollWidth <= element.clientWidth + 1) continue;
      if (scrolls(element) && !element.matches('table, pre')) found.push('scrolls: ' + element.outerHTML);
      if (/hidden|clip/.test(overflowX)) found.push('is clipped: ' + element.outerHTML);
    }
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const over = [...range.getClientRects()].some(({ left, right, width }) => width > 1 && (left < 0 || right > innerWidth + 1));
      let parent = node.parentElement;
      while (parent && !parent.matches('table, pre')) parent = parent.parentElement;
      if (over && !(parent && scrolls(parent))) found.push('over the edge: ' + node.textContent);
    }
    return found;
  })()`);
}

/** The pictures that are not seen. */
export function brokenPictures(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    '[...document.images].filter((image) => !image.naturalWidth).map((image) => image.alt)',
  );
}

/** How far below the top of the page the first element with this text ends, in pixels. */
export async function bottomOf(page: Page, text: string): Promise<number> {
  const [first] = await page.locator('.markdown-body').getByText(text).all();
  const box = await first?.boundingBox();
  if (!box) throw new Error(`Nothing on the page says "${text}".`);
  return box.y + box.height;
}
