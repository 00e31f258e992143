import type { Root } from 'hast';
import { findAndReplace } from 'mdast-util-find-and-replace';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkBreaks from 'remark-breaks';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

type ToLocal = (url: string) => string | undefined;

/** GitHub's Markdown, with the line breaks of a comment, as HTML in which everything is that was written. */
const parsed = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkBreaks)
  .use(shortReferences)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .freeze();

/** What a comment's Markdown comes to before anything is taken out of it. */
export function commentTree(text: string): Root {
  return parsed.runSync(parsed.parse(text));
}

/** Markdown of a comment as GitHub shows it, by its rules of what is let through, with links into the forge made links into the folder of the page. */
export function renderMarkdown(text: string, toLocal: ToLocal): string {
  const sanitised = parsed().use(rehypeSanitize).use(linksInto, toLocal);
  return String(sanitised.use(rehypeStringify).processSync(text));
}

/** Commits are shown by their beginning, and numbers lead to their pull request. */
function shortReferences() {
  return (tree: Parameters<typeof findAndReplace>[0]) =>
    findAndReplace(
      tree,
      [
        [/\b[0-9a-f]{40}\b/g, (commit: string) => ({ type: 'inlineCode', value: commit.slice(0, 7) })],
        [
          /#(\d+)\b/g,
          (value: string, number: string) => ({
            type: 'link',
            url: `#pull-${number}`,
            children: [{ type: 'text', value }],
          }),
        ],
      ],
      { ignore: ['link', 'linkReference'] },
    );
}

/** An address that `toLocal` gives nothing for is left out. */
function linksInto(toLocal: ToLocal) {
  return (tree: Root) =>
    visit(tree, 'element', ({ properties }) => {
      for (const name of ['href', 'src', 'srcSet']) {
        if (properties[name] === undefined || properties[name] === null) continue;
        properties[name] = toLocal(String(properties[name]));
      }
    });
}

/**
 * Where the page has what a link into the forge leads to; nothing for what it does not have. Folders of evidence and runs are
 * only ever added to, so that one copy of the branch holds the files of all its commits.
 */
export function localLinks(home: string, environment: string): (url: string) => string | undefined {
  return (url) => {
    if (url.startsWith('#')) return url;
    if (!url.startsWith(home)) return /^https?:/.test(url) ? url : undefined;
    const [, pull] = /^\/pull\/(\d+)$/.exec(url.slice(home.length)) ?? [];
    if (pull) return `#pull-${pull}`;
    const [, path = ''] = /^\/(?:blob|raw|tree)\/[^/]+\/([^?]*)/.exec(url.slice(home.length)) ?? [];
    if (path.startsWith('releases/')) return `evidence/${path}`;
    if (/^(pulls|pushes)\//.test(path)) return `runs/${path}`;
    return path.startsWith('deploy/kube')
      ? `manifests/${environment}${path.slice('deploy/kube'.length)}`
      : undefined;
  };
}
