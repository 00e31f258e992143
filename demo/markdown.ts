import { Marked } from 'marked';
import { sanitise } from './sanitise.ts';

const marked = new Marked({
  gfm: true,
  breaks: true, // as GitHub shows comments
  extensions: [
    {
      name: 'commit',
      level: 'inline',
      start: (text) => /\b[0-9a-f]{40}\b/.exec(text)?.index,
      tokenizer: (text) => {
        const [raw] = /^[0-9a-f]{40}\b/.exec(text) ?? [];
        return raw === undefined ? undefined : { type: 'commit', raw };
      },
      renderer: ({ raw }) => `<code>${raw.slice(0, 7)}</code>`,
    },
    {
      name: 'number',
      level: 'inline',
      start: (text) => /#\d/.exec(text)?.index,
      tokenizer: (text) => {
        const [raw] = /^#\d+\b/.exec(text) ?? [];
        return raw === undefined ? undefined : { type: 'number', raw };
      },
      renderer: ({ raw }) => `<a href="#pull-${raw.slice(1)}">${raw}</a>`,
    },
  ],
});

/** Markdown of a comment as GitHub shows it, harmless, with links into the forge made links into the folder of the page. */
export function renderMarkdown(text: string, toLocal: (url: string) => string | undefined): string {
  return sanitise(marked.parse(text, { async: false }), toLocal);
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
