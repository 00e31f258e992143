import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCluster } from './setup/cluster/start.mjs';
import { runAsScript, SetUpError, seconds } from './setup/step.mjs';
import { runInTerminal } from './setup/terminal.mjs';
import { setUp } from './setup.mjs';

// npm test [-- --unit] [-- ARGUMENTS]: sets this computer up and runs every part, also after one that failed; the last part is the
// demo. Arguments go to vitest, as in `npm test -- test/domain`; then there is no demo. `--unit` leaves out what needs Docker.

/** @typedef {{ name: string, program: string, args: string[] }} Part */
/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

await runAsScript(async () => {
  const unit = process.argv.includes('--unit');
  const crash = process.argv.includes('--crash');
  const extra = process.argv.slice(2).filter((argument) => !['--unit', '--crash'].includes(argument));
  const { node, baseImage } = await setUp({ docker: !unit });
  const reports = mkdtempSync(join(tmpdir(), 'tailrace-test-'));
  try {
    const named = extra.length === 0 || extra.some((argument) => argument.includes('cluster'));
    const wantsCluster = !unit && !crash && named;
    const missing = wantsCluster ? await whyNoCluster() : 'not asked for';
    const chosen = crash
      ? [vitestPart('crash', extra, reports)]
      : parts({ unit, cluster: missing === undefined }, extra, reports);
    const results = [];
    for (const part of chosen) results.push(await runPart(part, { node, baseImage, reports }));
    return conclude(results, wantsCluster ? missing : undefined);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});

/** @returns {Promise<string | undefined>} why no cluster can be had, and what to do; undefined where one can */
async function whyNoCluster() {
  if (process.env.KUBECONFIG) return undefined;
  try {
    await ensureCluster();
    return undefined;
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    return error.message;
  }
}

/** @param {{ unit: boolean, cluster: boolean }} wanted @param {string[]} extra @param {string} reports @returns {Part[]} */
function parts({ unit, cluster }, extra, reports) {
  const projects = unit ? ['unit'] : ['unit', 'docker', ...(cluster ? ['cluster'] : [])];
  return [
    { name: 'types', program: 'tsc', args: ['--noEmit'] },
    { name: 'lint', program: 'biome', args: ['check', '.'] },
    ...projects.map((project) => vitestPart(project, extra, reports)),
    ...(unit || extra.length > 0 ? [] : [{ name: 'demo', program: 'node', args: ['demo/demo.ts'] }]),
  ];
}

/** @param {string} project @param {string[]} extra @param {string} reports @returns {Part} */
function vitestPart(project, extra, reports) {
  return { name: `${project} tests`, program: 'vitest', args: vitestArgs(project, extra, reports) };
}

/** Where the person chose tests, the other project may have none of them. @param {string} project @param {string[]} extra @param {string} reports */
function vitestArgs(project, extra, reports) {
  const report = join(reports, `${project} tests.json`);
  const chosen = extra.length > 0 ? ['--passWithNoTests', ...extra] : [];
  return [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...chosen,
  ];
}

/** @param {Part} part @param {{ node: string, baseImage: string | undefined, reports: string }} around */
async function runPart({ name, program, args }, { node, baseImage, reports }) {
  process.stdout.write(`\n── ${name}\n`);
  const begun = performance.now();
  const code = await runInTerminal(program, args, {
    node,
    env: { TAILRACE_DEMO_BASE_IMAGE: baseImage },
  });
  const time = seconds(begun);
  process.stdout.write(`── ${name}: ${code === 0 ? 'passed' : 'failed'} (${time})\n`);
  return {
    name,
    ok: code === 0,
    time,
    counts: program === 'vitest' ? readCounts(join(reports, `${name}.json`)) : undefined,
  };
}

/** @param {string} file a report of vitest; there is none when it could not begin @returns {Counts | undefined} */
function readCounts(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
  } catch {
    return undefined;
  }
}

/**
 * @param {Awaited<ReturnType<typeof runPart>>[]} results
 * @param {string | undefined} noCluster why what needs a cluster was left out; in CI that is a failure
 * @returns {number} the exit code
 */
function conclude(results, noCluster) {
  process.stdout.write('\n');
  for (const { name, ok, time, counts } of results) {
    const tests = counts ? `${counts.passed} passed, ${counts.failed} failed` : '';
    process.stdout.write(`${ok ? 'passed' : 'FAILED'}  ${name.padEnd(14)}${time.padStart(8)}  ${tests}\n`);
  }
  const fails = noCluster !== undefined && Boolean(process.env.CI);
  if (noCluster !== undefined)
    process.stdout.write(`${fails ? 'FAILED' : 'left out'}  cluster tests  ${noCluster}\n`);
  const sum = (/** @type {keyof Counts} */ kind) =>
    results.reduce((total, { counts }) => total + (counts?.[kind] ?? 0), 0);
  // A part can fail without a failed test: a type error, or a test file that could not be read.
  const failedParts = results.filter(({ ok, counts }) => !ok && !counts?.failed).length + (fails ? 1 : 0);
  process.stdout.write(
    `\n${sum('passed')} passed, ${sum('failed') + failedParts} failed, ${sum('skipped')} skipped\n`,
  );
  return results.every(({ ok }) => ok) && !fails ? 0 : 1;
}
