/** What GitHub lets through of the HTML in a comment, as far as Tailrace's comments have any; everything else is shown as text. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  source: ['srcset', 'media'],
  details: ['open'],
  th: ['align'],
  td: ['align'],
  p: ['align'],
};
const plainTags = new Set(
  'b blockquote br code del em h1 h2 h3 h4 h5 h6 hr i kbd li ol picture pre s strong sub summary sup table tbody thead tr ul'.split(
    ' ',
  ),
);

const tag = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|</g;
const attribute = /([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
/** No scheme but http, and nothing that could spell another one. */
const safeUrl = /^(?:https?:\/\/[^\s"'<>]*|#[\w-]+|[\w./%-]+)$/;

/** Makes HTML harmless: tags and attributes of a list only, and URLs as `toLocal` gives them; one that it gives nothing for is left out. */
export function sanitise(html: string, toLocal: (url: string) => string | undefined): string {
  return html.replaceAll(tag, (whole: string, slash?: string, name?: string, rest?: string) => {
    if (whole.startsWith('<!--')) return '';
    const known = name?.toLowerCase() ?? '';
    const attributes = Object.hasOwn(allowed, known) ? allowed[known] : plainTags.has(known) ? [] : undefined;
    if (!attributes) return whole.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return slash ? `</${known}>` : `<${known}${safeAttributes(rest ?? '', attributes, toLocal)}>`;
  });
}

function safeAttributes(
  text: string,
  names: readonly string[],
  toLocal: (url: string) => string | undefined,
): string {
  return [...text.matchAll(attribute)]
    .map(([, name = '', ...values]) => ({
      name: name.toLowerCase(),
      value: values.find((one) => one !== undefined) ?? '',
    }))
    .filter(({ name }) => names.includes(name))
    .map(({ name, value }) => ({
      name,
      value: /^(href|src|srcset)$/.test(name) ? localUrl(value, toLocal) : value,
    }))
    .flatMap(({ name, value }) =>
      value === undefined ? [] : [` ${name}="${value.replaceAll('"', '&quot;')}"`],
    )
    .join('');
}

function localUrl(value: string, toLocal: (url: string) => string | undefined): string | undefined {
  const url = toLocal(value.replaceAll('&amp;', '&'));
  return url !== undefined && safeUrl.test(url) ? url.replaceAll('&', '&amp;') : undefined;
}
