import { writeFile } from 'node:fs/promises';
import { checkName } from '../src/domain/names.ts';
import { type BrokenExample, brokenExamples } from './broken-examples.ts';
import { asText, commentBox, document } from './document.ts';
import { removeImagesOf } from './engine.ts';
import { until } from './follow.ts';
import type { House } from './house.ts';
import { inTerminal } from './in-terminal.ts';
import type { Narrator } from './narrator.ts';

interface Told {
  readonly example: BrokenExample;
  /** The title of the check. */
  readonly title: string;
  readonly comment: string;
}

/** Opens a pull request with every repository of examples/broken, prints what Tailrace says to each, and writes it to a page. */
export async function showBroken(
  house: House & { readonly narrator: Narrator },
  closing: AsyncDisposableStack,
  { baseImage, file }: { readonly baseImage: string; readonly file: string },
): Promise<void> {
  const { narrator, imageRepository } = house;
  const imageOf = (name: string) => imageRepository.replace(/churn$/, () => name);
  const examples = await brokenExamples(baseImage, imageOf);
  for (const { name } of examples) closing.defer(() => removeImagesOf(imageOf(name)));
  narrator.print(
    `${examples.length} repositories, each broken in its own way; their comments follow as they come.`,
  );
  const numbers = await Promise.all(examples.map((example) => propose(house, example)));
  const told = await Promise.all(
    examples.map((example, index) => follow(house, example, numbers[index] ?? 0)),
  );
  await writeFile(file, await page(told));
}

/** Gives the pull request's number. */
async function propose({ forge }: House, { name, files, what }: BrokenExample): Promise<number> {
  await forge.createRepository({
    owner: 'acme',
    name,
    branches: ['sandbox'],
    files: { 'README.md': `# ${name}\n` },
  });
  const dana = forge.person('dana');
  const repository = `acme/${name}`;
  await dana.push({ repository, branch: 'test', from: 'sandbox', files, message: what });
  return dana.openPullRequest({ repository, head: 'test', base: 'sandbox', title: what });
}

async function follow(
  { forge, narrator, signal }: House & { readonly narrator: Narrator },
  example: BrokenExample,
  number: number,
): Promise<Told> {
  const view = forge.repository(`acme/${example.name}`);
  const told = await until(signal, `the comment on ${example.name}`, async () => {
    const checks = await view.checkRuns(view.pullRequest(number).head.sha);
    const check = checks.find(({ name }) => name === checkName('sandbox'));
    const comment = view.comments(number)[0]?.body ?? '';
    const isOver = check?.status === 'completed' && !comment.includes('### ⏳');
    return isOver && comment !== '' ? { example, title: check.title ?? '', comment } : undefined;
  });
  narrator.print();
  narrator.tell(`examples/broken/${example.name}: ${example.what}`);
  for (const line of inTerminal(told.comment).split('\n')) narrator.detail(line);
  return told;
}

function page(told: readonly Told[]): Promise<string> {
  const list = told.map(
    ({ example, title }) =>
      `<li><a href="#${example.name}">${asText(example.name)}</a>: ${asText(title)}</li>`,
  );
  const cards = told.map(({ example, comment }) => {
    const box = commentBox('tailrace[bot]', 'commented', comment, (url) =>
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
