import { expect, test } from 'vitest';
import { localLinks, renderMarkdown } from '../../../demo/markdown.ts';

const forge = 'http://127.0.0.1:4000/acme/churn';
const commit = '0123456789abcdef0123456789abcdef01234567';
const render = (text: string) => renderMarkdown(text, localLinks(forge, 'qa'));

test('a comment looks as it does on GitHub', () => {
  const html = render(`<!-- tailrace:test:qa -->\n\n- ${commit} Better trees (#3)\n\none\ntwo`);
  expect(html).not.toContain('<!--');
  expect(html).toContain('<code>0123456</code> Better trees (<a href="#pull-3">#3</a>)');
  expect(html).toMatch(/one<br>\ntwo/);
});

test('links into the forge lead to the files beside the page', () => {
  const link = (path: string) => render(`[x](${forge}${path})`);
  expect(link(`/blob/${commit}/releases/a/qa/1/notebook.ipynb`)).toContain(
    'href="evidence/releases/a/qa/1/notebook.ipynb"',
  );
  expect(link(`/tree/${commit}/pulls/1/b/qa/1`)).toContain('href="runs/pulls/1/b/qa/1"');
  expect(link(`/tree/${commit}/deploy/kube`)).toContain('href="manifests/qa"');
  expect(link('/pull/7')).toContain('href="#pull-7"');
  expect(link(`/commit/${commit}`)).toContain('<a>x</a>');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<a href="javascript&#58;alert(1)">x</a>',
  '<a href="java&#10;script:alert(1)">x</a>',
  '<svg onload=alert(1)>',
  '<details open ontoggle="alert(1)"><summary>x</summary></details>',
  '<p align="\' onclick=alert(1) x=">x</p>',
  '<scr<b></b>ipt>alert(1)</scr<b></b>ipt>',
  '<img alt="`><img src=x onerror=alert(1)>`">',
  '[x](javascript:alert(1))',
  '[x](data:text/html,alert)',
])('nothing in a comment runs: %s', (text) => {
  const tags = render(text).match(/<[a-z][^>"]*(?:"[^"]*"[^>"]*)*>/gi) ?? [];
  for (const tag of tags) {
    expect(tag).not.toMatch(/^<(script|svg|iframe|style|object)/i);
    expect(tag.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/\son\w+/i);
    expect(tag).not.toMatch(/(href|src)="[^"]*(javascript|data:|&#)/i);
  }
});
