import { writeFile } from 'node:fs/promises';
import { checkName } from '../src/domain/names.ts';
import { type BrokenExample, brokenExamples } from './broken-examples.ts';
import { asText, commentBox, document } from './document.ts';
import { removeImagesOf } from './engine.ts';
import { until } from './follow.ts';
import type { House } from './house.ts';
import { inTerminal } from './in-terminal.ts';
import type { Narrator } from './narrator.ts';
import { actFromOutside, type startChangingData } from './outside.ts';

interface Told {
  readonly example: BrokenExample;
  /** The title of the check. */
  readonly title: string;
  readonly comment: string;
  /** What the check of an older head says, whose test was cut off. */
  readonly older: string | undefined;
}

export interface BrokenShow {
  readonly baseImage: string;
  /** Where the page goes. */
  readonly file: string;
  readonly data: Awaited<ReturnType<typeof startChangingData>>;
}

/** Opens a pull request with every repository of examples/broken, prints what Tailrace says to each, and writes it to a page. */
export async function showBroken(
  house: House & { readonly narrator: Narrator },
  closing: AsyncDisposableStack,
  { baseImage, file, data }: BrokenShow,
): Promise<void> {
  const { narrator } = house;
  const imageRepository = (name: string) => house.imageRepository.replace(/churn$/, () => name);
  const examples = await brokenExamples({ baseImage, imageRepository, dataHome: data.home });
  for (const { images } of examples) closing.defer(() => removeImagesOf(images));
  narrator.print(
    `${examples.length} repositories, each broken in its own way; their comments follow as they come.`,
  );
  const proposed = await Promise.all(
    examples.map(async (example) => {
      data.change(example);
      return propose(house, example);
    }),
  );
  const told = await Promise.all(
    examples.map(async (example, index) => {
      await actFromOutside(house, example);
      return follow(house, example, proposed[index] ?? { number: 0, head: '' });
    }),
  );
  await writeFile(file, await page(told));
}

interface Proposed {
  readonly number: number;
  readonly head: string;
}

/** Gives the pull request's number and its first head. */
async function propose({ forge }: House, { name, files, what }: BrokenExample): Promise<Proposed> {
  await forge.createRepository({
    owner: 'acme',
    name,
    branches: ['sandbox'],
    files: { 'README.md': `# ${name}\n` },
  });
  const dana = forge.person('dana');
  const repository = `acme/${name}`;
  const head = await dana.push({ repository, branch: 'test', from: 'sandbox', files, message: what });
  const number = await dana.openPullRequest({ repository, head: 'test', base: 'sandbox', title: what });
  return { number, head };
}

async function follow(
  { forge, narrator, signal }: House & { readonly narrator: Narrator },
  example: BrokenExample,
  { number, head }: Proposed,
): Promise<Told> {
  const view = forge.repository(`acme/${example.name}`);
  const checkOf = async (commit: string) =>
    (await view.checkRuns(commit)).find(({ name }) => name === checkName('sandbox'));
  const told = await until(signal, `the comment on ${example.name}`, async () => {
    const newest = view.pullRequest(number).head.sha;
    const check = await checkOf(newest);
    const comment = view.comments(number)[0]?.body ?? '';
    if (check?.status !== 'completed' || comment.includes('### ⏳') || comment === '') return undefined;
    const before = newest === head ? undefined : await checkOf(head);
    const older = before && `The check of ${head}: **${before.title}**\n\n${before.summary}`;
    return { example, title: check.title ?? '', comment, older };
  });
  narrator.print();
  narrator.tell(`examples/broken/${example.name}: ${example.what}`);
  for (const line of inTerminal(textOf(told)).split('\n')) narrator.detail(line);
  return told;
}

function textOf({ older, comment }: Told): string {
  return older ? `${older}\n\n${comment}` : comment;
}

function page(told: readonly Told[]): Promise<string> {
  const list = told.map(
    ({ example, title }) =>
      `<li><a href="#${example.name}">${asText(example.name)}</a>: ${asText(title)}</li>`,
  );
  const cards = told.map((each) => {
    const { example } = each;
    const box = commentBox('tailrace[bot]', 'commented', textOf(each), (url) =>
      url.startsWith('#') ? url : undefined,
    );
    return `<article id="${example.name}"><h2>${asText(example.name)}</h2><p>${asText(example.what)}</p>${box}</article>`;
  });
  const intro = '<h1>examples/broken</h1><p>What Tailrace says to each repository, as GitHub shows it.</p>';
  return document(
    'Tailrace: what goes wrong',
    `<header>${intro}<ol>${list.join('\n')}</ol></header>\n${cards.join('\n')}`,
  );
}
