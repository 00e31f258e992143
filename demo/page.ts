import { writeFile } from 'node:fs/promises';
import { asText, commentBox, document } from './document.ts';
import { type Stage, view } from './follow.ts';
import { repository } from './house.ts';
import { localLinks, renderMarkdown } from './markdown.ts';

type View = ReturnType<typeof view>;
type PullRequest = ReturnType<View['pullRequest']>;

/** Writes one page with every pull request as people saw it: description, check, comments. */
export async function writePage(stage: Stage, file: string): Promise<void> {
  const pulls = view(stage).pullRequests();
  const cards = await Promise.all(pulls.map((pull) => card(stage, pull)));
  await writeFile(
    file,
    await document(`Tailrace demo: ${repository}`, `${header(pulls)}\n${cards.join('\n')}`),
  );
}

function header(pulls: readonly PullRequest[]): string {
  return `<header>
<h1>${repository}</h1>
<p>What a data scientist sees of <code>npm run demo</code>: every pull request with its check and its comments, as GitHub shows them.
The files: <a href="evidence/">evidence</a>, <a href="manifests/">manifests</a>, <a href="runs/">runs of pull requests</a>.</p>
<ol>${pulls.map((pull) => `<li value="${pull.number}"><a href="#pull-${pull.number}">${asText(pull.title)}</a> ${state(pull)}</li>`).join('\n')}</ol>
</header>`;
}

async function card(stage: Stage, pull: PullRequest): Promise<string> {
  const toLocal = localLinks(`${stage.forge.url}/${repository}`, pull.base.branch);
  const box = (author: string, what: string, text: string) => commentBox(author, what, text, toLocal);
  const checks = await view(stage).checkRuns(pull.head.sha);
  const comments = view(stage).comments(pull.number);
  const verdict = stage.verdicts.get(pull.number);
  const does = verdict === undefined ? 'commented' : 'edited the comment after the merge';
  return `<article id="pull-${pull.number}">
<h2>${asText(pull.title)} <span>#${pull.number}</span></h2>
<p>${state(pull)} <b>${asText(pull.author)}</b> from <code>${asText(pull.head.branch)}</code> into <code>${asText(pull.base.branch)}</code></p>
${pull.body ? box(pull.author, 'opened this', pull.body) : ''}
${verdict === undefined ? '' : box(stage.forge.app.botLogin, 'commented', verdict)}
${comments.map(({ author, body }) => box(author, does, body)).join('\n')}
${checks.map((check) => checkBox(check, toLocal)).join('\n')}
</article>`;
}

type Check = Awaited<ReturnType<View['checkRuns']>>[number];

function checkBox(
  { name, conclusion, title, summary }: Check,
  toLocal: ReturnType<typeof localLinks>,
): string {
  const sign = conclusion === 'success' ? '<i class="good">✓</i>' : '<i class="bad">✗</i>';
  return `<details class="box check"><summary>${sign} <b>${asText(name)}</b> <span>${asText(title ?? '')}</span></summary>
<div class="markdown-body">${renderMarkdown(summary ?? '', toLocal)}</div></details>`;
}

function state({ state: open, merged }: PullRequest): string {
  const word = merged ? 'merged' : open;
  return `<span class="state ${word}">${word}</span>`;
}
