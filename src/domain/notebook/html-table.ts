import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export interface TableRow {
  /** The texts of its leading `th` cells: an index, or all of a header. */
  readonly heads: readonly string[];
  readonly values: readonly string[];
}

export interface HtmlTable {
  /** The first row where it holds names alone. */
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

/** More HTML than this, in characters, is not read. */
export const mostHtml = 1_000_000;

/** Reads the first table of an HTML text, as browsers do; undefined where there is none. */
export function readHtmlTable(html: string): HtmlTable | undefined {
  if (html.length > mostHtml) return undefined;
  const [table] = elements(parseFragment(html), ['table'], 1);
  if (!table) return undefined;
  const [first, ...rest] = elements(table, ['tr']);
  if (!first) return undefined;
  const header = rowOf(first);
  if (header.values.length > 0) return { header: [], rows: [first, ...rest].map(rowOf) };
  // Below the names a data frame may write more of a head: the index's name, or the columns' types.
  return { header: header.heads, rows: rest.filter((row) => !isIn(row, 'thead')).map(rowOf) };
}

function rowOf(row: Element): TableRow {
  const cells = elements(row, ['th', 'td']);
  const leading = cells.findIndex(({ tagName }) => tagName === 'td');
  const texts = cells.map(textOf);
  return leading === -1
    ? { heads: texts, values: [] }
    : { heads: texts.slice(0, leading), values: texts.slice(leading) };
}

function isIn(element: Element, tag: string): boolean {
  const parent = element.parentNode;
  return parent !== null && 'tagName' in parent && parent.tagName === tag;
}

/** The elements of these names below a node, without those inside of one that was found. Not recursive: HTML can be nested deeply. */
function elements(root: Node, names: readonly string[], most = 10_000): Element[] {
  const found: Element[] = [];
  const waiting = childrenOf(root).toReversed();
  for (let node = waiting.pop(); node && found.length < most; node = waiting.pop()) {
    if ('tagName' in node && names.includes(node.tagName)) found.push(node);
    else waiting.push(...childrenOf(node).toReversed());
  }
  return found;
}

function childrenOf(node: Node): Node[] {
  return 'childNodes' in node ? [...node.childNodes] : [];
}

function textOf(element: Element): string {
  const texts: string[] = [];
  const waiting = childrenOf(element).toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.nodeName === '#text' && 'value' in node) texts.push(node.value);
    else waiting.push(...childrenOf(node).toReversed());
  }
  return texts.join('').trim();
}
