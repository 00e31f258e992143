import type { Nodes } from 'hast';
import { commentTree } from './markdown.ts';

const blocks = ['p', 'h3', 'pre', 'ul', 'ol', 'table', 'blockquote', 'details'];

/** A comment's Markdown as a terminal can show it: folded sections closed, tables by lines, code indented. */
export function inTerminal(markdown: string): string {
  return written(commentTree(markdown))
    .replaceAll('\u200b', '')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function written(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element' && node.type !== 'root') return '';
  const inner = () => node.children.map(written).join('');
  if (node.type === 'root') return inner();
  switch (node.tagName) {
    case 'br':
      return '\n';
    case 'li':
      return `- ${inner().trim()}\n`;
    case 'td':
    case 'th':
      return `${inner().trim()}  |  `;
    case 'tr':
      return `${inner()
        .trim()
        .replace(/\s*\|$/, '')}\n`;
    case 'pre':
      return `\n\n${inner().replaceAll(/^/gm, '    ')}\n\n`;
    case 'details': {
      const summary = node.children.find((child) => child.type === 'element' && child.tagName === 'summary');
      return `\n\n▸ ${summary ? written(summary).trim() : ''}\n\n`;
    }
    default:
      return blocks.includes(node.tagName) ? `\n\n${inner().trim()}\n\n` : inner();
  }
}
