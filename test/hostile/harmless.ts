import type { Nodes } from 'hast';
import { commentTree } from '../../demo/markdown.ts';

/** The forge acts on these in text that is not code, also where letters are written in their full or small width. */
const acting = /[@\uff20\ufe6b]\w|[#!]\d|\bGH-\d/i;

/** Everything in a comment's Markdown that a forge would act on, run, load or take for ours, and what a reader would be misled by. */
export function harmIn(markdown: string, most = 65_535): string[] {
  const found: string[] = [];
  if (markdown.length > most) found.push(`${markdown.length} letters`);
  if (!markdown.isWellFormed()) found.push('half a letter');
  if (/[^\P{Cc}\n\t]|\p{Bidi_Control}/u.test(markdown)) found.push('a control letter');
  const [action] = /^\s*\/\w+/m.exec(markdown) ?? [];
  if (action !== undefined) found.push(`a quick action: ${action}`);
  if ((markdown.match(/<!--/g)?.length ?? 0) > 1 || markdown.lastIndexOf('<!--') > 0) found.push('a marker');
  // Neither code (a class's name stands in such) nor a picture's alternative text is read for links.
  const read = markdown.replaceAll(/<pre>.*?<\/pre>|alt="[^"]*"|(?<!\\)`[\w.]+`/gs, '');
  return [...found, ...harmUnder(commentTree(markdown), { read, inCode: false })];
}

interface Around {
  /** The Markdown without what is code in it. */
  readonly read: string;
  readonly inCode: boolean;
}

function harmUnder(node: Nodes, around: Around): string[] {
  if (node.type === 'text') return !around.inCode && acting.test(node.value) ? [node.value] : [];
  if (node.type === 'comment')
    return /^ tailrace:[\w:-]+ $/.test(node.value) ? [] : [`comment ${node.value}`];
  if (node.type !== 'element' && node.type !== 'root') return [node.type];
  const own = node.type === 'element' ? strangeIn(node.properties, around.read) : [];
  const inCode = around.inCode || (node.type === 'element' && ['code', 'pre'].includes(node.tagName));
  return [...own, ...node.children.flatMap((child) => harmUnder(child, { ...around, inCode }))];
}

/** Files that lie beside a long report. */
const neighbour = /^(?:notebook\.ipynb|(?:training\/)?logs\/(?:notebook|command)\.log)$/;

/** Our own addresses lead to the forge or to neighbours, tables are aligned, and pictures have a width and a text; everything else somebody else wrote. */
function strangeIn(properties: Readonly<Record<string, unknown>>, read: string): string[] {
  return Object.entries(properties)
    .filter(([name, value]) => {
      if (name === 'src') return !String(value).startsWith('https://forge.example.com/');
      if (name === 'href' && neighbour.test(String(value))) return false;
      if (name !== 'href') return !['align', 'alt', 'width'].includes(name);
      return (
        !/^(https:\/\/forge\.example\.com\/|#pull-)/.test(String(value)) && isWritten(String(value), read)
      );
    })
    .map(([name, value]) => `${name}=${value}`);
}

/** Only what stands letter by letter in the Markdown becomes a link on GitHub (cmark-gfm 0.29); remark also links what is escaped, as `:\/\/`. */
function isWritten(address: string, read: string): boolean {
  return read.includes(decodeURI(address.replace(/^(http:\/\/(?=www)|mailto:)/, '')));
}

/** The elements of a comment in their order and depth, without words and links: what its layout is. */
export function layoutOf(markdown: string): string {
  return outline(commentTree(markdown));
}

function outline(node: Nodes): string {
  if (node.type !== 'element' && node.type !== 'root') return '';
  const inner = node.children.map(outline).join('');
  return node.type === 'root' || node.tagName === 'a' ? inner : `<${node.tagName}>${inner}`;
}
