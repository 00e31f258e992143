import { availableParallelism } from 'node:os';
import { markdownTable } from 'markdown-table';
import { baseImage } from '../scripts/setup/base-image.mjs';
import { startBenchHouse } from './bench-house.ts';
import type { Figure, Row } from './figure.ts';
import { figures } from './figures/all.ts';
import { machine } from './machine.ts';

const usage = `npm run bench            measures everything, in about a quarter of an hour, and prints a table
npm run bench -- NAME…   measures some of it: ${figures.map(({ name }) => name).join(', ')}
`;

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !figures.some((figure) => figure.name === name));
  if (unknown !== undefined) {
    process.exitCode = 2;
    return void process.stderr.write(`There is no figure ${unknown}.\n${usage}`);
  }
  const chosen = figures.filter(({ name }) => names.length === 0 || names.includes(name));
  const rows: Row[] = [];
  for (const figure of chosen) rows.push(...(await take(figure)));
  process.stdout.write(`\n${await machine()}\n\n${tableOf(rows)}\n`);
}

/** Measures a figure on houses of its own. */
async function take(figure: Figure): Promise<readonly Row[]> {
  const begun = performance.now();
  await using closing = new AsyncDisposableStack();
  const rows = await figure.measure({
    baseImage: process.env.TAILRACE_BENCH_BASE_IMAGE ?? baseImage,
    start: ({ runsAtOnce = availableParallelism() } = {}) => startBenchHouse(closing, runsAtOnce),
  });
  const took = ((performance.now() - begun) / 1000).toFixed(0);
  process.stdout.write(`${figure.name} (${took} s)\n`);
  for (const { what, measured } of rows) process.stdout.write(`  ${what}: ${measured}\n`);
  return rows;
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ what, measured, goal = '' }) => [what, measured, goal]);
  return markdownTable([['figure', 'measured', 'goal'], ...lines], { align: ['l', 'r', 'r'] });
}

await main(process.argv.slice(2));
