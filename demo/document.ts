import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { renderMarkdown } from './markdown.ts';

const require = createRequire(import.meta.url);

/** A page in the forge's style. It has no script and loads nothing from elsewhere. The body is HTML already. */
export async function document(title: string, body: string): Promise<string> {
  const styles = await Promise.all(
    [
      require.resolve('github-markdown-css/github-markdown-light.css'),
      new URL('page.css', import.meta.url),
    ].map((path) => readFile(path, 'utf8')),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:">
<title>${asText(title)}</title>
<style>${styles.join('\n')}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A comment, or whatever else somebody wrote, as the forge frames it. */
export function commentBox(
  author: string,
  what: string,
  markdown: string,
  toLocal: (url: string) => string | undefined,
): string {
  return `<section class="box"><h3><b>${asText(author)}</b> ${asText(what)}</h3><div class="markdown-body">${renderMarkdown(markdown, toLocal)}</div></section>`;
}

export function asText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
