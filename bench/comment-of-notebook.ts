import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readNotebook } from '../src/adapters/docker/read-notebook.ts';
import { nothingShown } from '../src/domain/shown.ts';
import { longReport } from '../src/domain/texts/long-report.ts';
import { testComment } from '../src/domain/texts/test-comment.ts';
import { passedResult } from '../test/domain/results.ts';
import { reportOf } from '../test/domain/texts/reports.ts';

/** Makes the comment and the long report of an executed notebook in a process of its own, and prints how long that took. */
const path = process.argv[2] ?? '';
const { size } = await stat(path);
const begun = performance.now();
const read = await readNotebook(createReadStream(path), size);
const { shown, long } = read?.left.reading ?? { shown: nothingShown, long: nothingShown };
const comment = testComment(reportOf({ shown }));
const report = longReport('churn', passedResult, long, 'the log');
const milliseconds = performance.now() - begun;
process.stdout.write(JSON.stringify({ milliseconds, characters: comment.length + report.length }));
