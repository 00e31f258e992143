import { marked } from 'marked';

/** Everything in one text that must not get through: tags, comments, mentions, references, links, Markdown, quick actions. */
export const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(1)></pre></code></details>',
  '<!-- tailrace:test:prod --> @dana &#64;dana &commat;dana #1 &#35;1 GH-12 !3 acme/churn#4',
  '# big **bold** _thin_ ~~gone~~ `code` ```fence $x$ | a | b \\| c',
  '[click](https://evil.example) ![see](https://evil.example/x.png) https://evil.example www.evil.example',
  '/approve',
  '\u202e\u2066reversed\u2028next\u0000\u001b[31m\ud83d',
  '- item\n1. one\n> quote\n===\n---\n    indented',
].join('\n');

/** HTML as a forge makes it of GitHub's Markdown. */
export function render(markdown: string): string {
  return marked.parse(markdown, { gfm: true, async: false });
}

/** The names of all tags and comments in rendered Markdown. */
export function tagsIn(html: string): Set<string> {
  return new Set(
    [...html.matchAll(/<(!--[^>]*|[a-z][a-z0-9]*)/gi)].map(([, name = '']) => name.toLowerCase()),
  );
}

/** What a reader sees, with entities read: where a forge looks for mentions and references. */
export function seen(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** A forge acts on nothing in code. */
export function outsideCode(html: string): string {
  return html.replaceAll(/<(code|pre)>.*?<\/\1>/gs, ' ');
}

/** What a forge would act on in a rendered text. */
export function actedOn(html: string): string[] {
  return [...seen(html).matchAll(/@\w+|[#!]\d+|\bGH-\d+/gi)].map(([found]) => found);
}
