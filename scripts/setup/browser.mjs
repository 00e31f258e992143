import { existsSync } from 'node:fs';
import { canInstall, findProgram, install } from './command.mjs';
import { step } from './step.mjs';

/** Debian's browser, and the letters and signs that comments are made of: it has none of its own. */
const packages = ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji'];
const emoji = '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf';

/** Makes sure of a browser. The tests that look at comments need it, nothing else does: where it can't be installed, that is said. */
export function ensureBrowser() {
  return step('browser', async (note) => {
    const complete = () => findProgram('chromium') !== undefined && (!canInstall() || existsSync(emoji));
    if (complete()) return note('is there');
    if (!canInstall()) return note('chromium missing; the tests that look at comments fail without');
    await install(packages);
    return note(`installed ${packages.join(', ')}`);
  });
}
