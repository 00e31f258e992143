import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { type SpannedCell, withoutSpans } from './spanned-cells.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export interface TableRow {
  /** The texts of its leading `th` cells: an index, or all of a header. */
  readonly heads: readonly string[];
  readonly values: readonly string[];
}

export interface HtmlTable {
  /** The names of the columns, of all levels of its head; empty where its first row holds values. */
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
  const elementsOfRows = elements(table, ['tr']);
  const rows = withoutSpans(elementsOfRows.map(cellsOf)).map(rowOf);
  const inHead = elementsOfRows.filter((row) => isIn(row, 'thead')).length;
  const [first] = rows;
  if (!first) return undefined;
  if (first.values.length > 0) return { header: [], rows };
  return { header: headerOf(rows.slice(0, Math.max(1, inHead))), rows: rows.slice(Math.max(1, inHead)) };
}

/** Below the names a data frame may write more of a head: names of a lower level and of the index, which belong to it, or the columns' types. */
function headerOf(rows: readonly TableRow[]): readonly string[] {
  const levels = rows.filter(({ values }) => values.length === 0).map(({ heads }) => heads);
  return (levels[0] ?? []).map((_, column) =>
    [...new Set(levels.map((level) => level[column] ?? ''))].filter((name) => name !== '').join(' · '),
  );
}

function cellsOf(row: Element): SpannedCell[] {
  return elements(row, ['th', 'td']).map((cell) => ({
    text: textOf(cell),
    isHead: cell.tagName === 'th',
    rows: spanOf(cell, 'rowspan'),
    columns: spanOf(cell, 'colspan'),
  }));
}

function spanOf({ attrs }: Element, name: string): number {
  const value = attrs.find((attribute) => attribute.name === name)?.value ?? '';
  return /^[1-9]\d{0,4}$/.test(value) ? Number(value) : 1;
}

function rowOf(cells: readonly SpannedCell[]): TableRow {
  const leading = cells.findIndex(({ isHead }) => !isHead);
  const texts = cells.map(({ text }) => text);
  return leading === -1
    ? { heads: texts, values: [] }
    : { heads: texts.slice(0, leading), values: texts.slice(leading) };
}

function isIn(element: Element, tag: string): boolean {
  const parent = element.parentNode;
  return parent !== null && 'tagName' in parent && parent.tagName === tag;
}

/** The elements of these names below a node, without those inside of one that was found. Not recursive: HTML can be nested deeply. */
function elements(root: Node, names: readonly string[], most = 250_000): Element[] {
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
