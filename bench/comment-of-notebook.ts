import { readFile } from 'node:fs/promises';
import { readExecutedNotebook } from '../src/domain/notebook/executed.ts';
import { plotsOf } from '../src/domain/notebook/plots.ts';
import { shownOf } from '../src/domain/notebook/shown.ts';
import { longLimits, longReport } from '../src/domain/texts/long-report.ts';
import { testComment } from '../src/domain/texts/test-comment.ts';
import { passedResult } from '../test/domain/results.ts';
import { reportOf } from '../test/domain/texts/reports.ts';

/** Makes the comment and the long report of an executed notebook in a process of its own, and prints how long that took and its memory. */
const text = await readFile(process.argv[2] ?? '', 'utf8');
const begun = performance.now();
const notebook = readExecutedNotebook(text);
if (!notebook) throw new Error('the notebook can not be read');
const plots = plotsOf(notebook);
const comment = testComment(reportOf({ shown: shownOf(notebook, plots) }));
const report = longReport('churn', passedResult, shownOf(notebook, plots, longLimits), 'the log');
const milliseconds = performance.now() - begun;
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    milliseconds,
    megabytes: (maxRSS * 1024) / 1e6,
    characters: comment.length + report.length,
  }),
);
