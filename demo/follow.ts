import { setTimeout as pause } from 'node:timers/promises';
import { checkName } from '../src/domain/names.ts';
import { type House, repository } from './house.ts';
import type { Narrator } from './narrator.ts';

/** What the acts of the demo play on. */
export interface Stage extends House {
  readonly narrator: Narrator;
  /** The numbers of the promotion pull requests that were spoken of, by environment. */
  readonly promotions: Map<string, number>;
  /** Tailrace's comment as it was before the merge, by pull request: the merge edits it. */
  readonly verdicts: Map<number, string>;
}

/** A text for the person who runs the demo: what did not come out as it should. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';
}

export const view = ({ forge }: House) => forge.repository(repository);
export const short = (commit: string): string => commit.slice(0, 7);
const pollMs = 100;
const mostMinutes = 20;

/** Looks again and again, as a person would who reloads the page. */
export async function until<Found>(
  signal: AbortSignal,
  what: string,
  look: () => Promise<Found | undefined>,
): Promise<Found> {
  const end = performance.now() + mostMinutes * 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new DemoFailed(`Waited ${mostMinutes} minutes for ${what}.`);
    await pause(pollMs, undefined, { signal });
  }
}

/** Shows the check of a commit as it changes, and gives what it comes to. */
export async function followCheck(stage: Stage, commit: string, environment: string) {
  const name = checkName(environment);
  const begun = stage.narrator.now();
  const check = await until(stage.signal, `${name} on ${short(commit)}`, async () => {
    const current = (await view(stage).checkRuns(commit)).find((run) => run.name === name);
    if (current?.status === 'completed') return current;
    if (current?.title) stage.narrator.progress(`${name}: ${current.title.replace(/^Testing .*?: /, '')}`);
    return undefined;
  });
  const sign = check.conclusion === 'success' ? '✅' : '❌';
  stage.narrator.tell(`${sign} ${name}: ${check.title}`, begun);
  return check;
}

/** Follows a pull request's check to a pass. Throws {@link DemoFailed} with the check's own words otherwise. */
export async function expectPass(stage: Stage, number: number, environment: string): Promise<void> {
  const { head } = view(stage).pullRequest(number);
  const { conclusion, title, summary } = await followCheck(stage, head.sha, environment);
  if (conclusion !== 'success') throw new DemoFailed(`#${number} should have passed: ${title}\n\n${summary}`);
  tellDifferences(stage.narrator, summary ?? '');
  await stage.settled();
  const [comment] = view(stage).comments(number);
  if (comment) stage.verdicts.set(number, comment.body);
}

/** The rows of the check's table that have a value of what runs now to be compared with. */
function tellDifferences(narrator: Narrator, summary: string): void {
  for (const [, metric = '', now, before, difference] of summary.matchAll(comparedRow))
    narrator.detail(`${metric} ${now}; what runs there now: ${before} (${difference})`);
}

const comparedRow = /^\| ([\w ]+?) *\| +([\d.,]+) \| +([\d.,]+) \| +([+−][\d.,]+) \| [^ |]/gm;
