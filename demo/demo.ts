import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { baseImage } from '../scripts/setup/base-image.mjs';
import { evidenceBranch } from '../src/domain/names.ts';
import { showBroken } from './broken.ts';
import { DemoFailed, type Stage, view } from './follow.ts';
import { type Outside, repository, startHouse } from './house.ts';
import { startNarrator } from './narrator.ts';
import { operator, startChangingData } from './outside.ts';
import { writePage } from './page.ts';
import { askProd } from './served-model.ts';
import { play } from './story.ts';
import { takeAway } from './take-away.ts';

const usage = `npm run demo            plays a model's way from a feature branch to prod, and ends
npm run demo -- --keep  the same, and leaves the forge, the registry and Tailrace running until Ctrl-C
npm run demo -- --show broken  prints and renders what Tailrace says to each repository of examples/broken, and ends
`;
const output = fileURLToPath(new URL('../demo-output', import.meta.url));
const shown = (...parts: string[]) => relative(process.cwd(), join(output, ...parts));

const narrator = startNarrator(process.stdout);
const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interruption.abort());

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { keep: { type: 'boolean' }, show: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help || (values.show !== undefined && values.show !== 'broken'))
    return void process.stdout.write(usage);
  await using closing = new AsyncDisposableStack();
  closing.defer(async () => narrator.tell('Everything is stopped'));
  await rm(output, { recursive: true, force: true });
  await mkdir(output);
  const base = process.env.TAILRACE_DEMO_BASE_IMAGE ?? baseImage;
  if (values.show === 'broken') return await breakAll(closing, base);
  const stage = await open(closing);
  await play(stage, base);
  narrator.print('\n5. What prod runs', 'bold');
  await askProd(stage);
  await stage.settled();
  await takeAway(view(stage), output);
  await writePage(stage, join(output, 'index.html'));
  tellWhereToLook();
  if (values.keep) await keepOpen(stage);
}

async function breakAll(closing: AsyncDisposableStack, base: string): Promise<void> {
  const data = await startChangingData();
  closing.defer(() => data.close());
  const stage = await open(closing, { operator, ca: data.ca });
  await showBroken(stage, closing, { baseImage: base, file: join(output, 'broken.html'), data });
  narrator.print(`\nAll of them, as GitHub shows them: ${shown('broken.html')}\n`, 'bold');
}

async function open(closing: AsyncDisposableStack, outside?: Outside): Promise<Stage> {
  narrator.print('Tailrace carries a model from a feature branch to prod.', 'bold');
  narrator.print(
    'Real: git, the registry, PostgreSQL, the images, the notebooks. Played: the people, and GitHub by a small forge here.\n',
  );
  const begun = narrator.now();
  const house = await startHouse(closing, join(output, 'tailrace.log'), interruption.signal, outside);
  narrator.tell(`A registry, a forge and Tailrace are started; the log is ${shown('tailrace.log')}`, begun);
  return { ...house, narrator, promotions: new Map(), verdicts: new Map() };
}

function tellWhereToLook(): void {
  narrator.print('\nWhere to look', 'bold');
  narrator.print(
    `  ${shown('index.html')}  every pull request with its check and its comments, as GitHub shows them`,
  );
  narrator.print(`  ${shown('evidence')}/   the branch ${evidenceBranch}: what each release was promoted on`);
  narrator.print(`  ${shown('manifests')}/  what kube-applier would apply, for each environment`);
  narrator.print(
    `In a repository of your own: git fetch origin ${evidenceBranch} && git ls-tree -r --name-only FETCH_HEAD\n`,
  );
}

async function keepOpen({ forge, registry, webhooks, signal }: Stage): Promise<void> {
  const clone = new URL(`${repository}.git`, `${forge.url}/`);
  clone.username = 'dana';
  clone.password = forge.person('dana').user.token;
  narrator.print(
    'Left running until Ctrl-C. The forge is a fake one: it has GitHub’s REST API, git and webhooks, and no pages but files.',
  );
  narrator.print(`  forge     ${forge.url}, REST below ${forge.apiUrl}`);
  narrator.print(`  Tailrace  ${webhooks}`);
  narrator.print(`  registry  http://${registry.host}/v2/_catalog`);
  narrator.print(`  as Dana   git clone ${clone.href}\n`);
  if (!signal.aborted) await once(signal, 'abort');
}

function fail(error: unknown): void {
  process.exitCode = interruption.signal.aborted ? 130 : 1;
  if (interruption.signal.aborted) {
    narrator.print('Interrupted.');
    return;
  }
  if (error instanceof DemoFailed)
    process.stderr.write(`\nThe demo did not come out as it should. ${error.message}\n`);
  else console.error(error);
  process.stderr.write(`Tailrace's log: ${shown('tailrace.log')}\n`);
}

main().catch(fail);
