import { runAsScript } from './setup/step.mjs';
import { runInTerminal } from './setup/terminal.mjs';
import { setUp } from './setup.mjs';

// npm run screenshots: makes the pictures in docs/screenshots anew, from the runs that are recorded in test/looks/recordings.
// npm run screenshots -- --record: records these runs anew before, on the Docker Engine.
await runAsScript(async () => {
  const record = process.argv.includes('--record');
  const { node } = await setUp({ docker: record });
  const vitest = (/** @type {string[]} */ ...args) =>
    runInTerminal(node, ['node_modules/.bin/vitest', 'run', '--project', ...args], {
      node,
      env: { TAILRACE_SCREENSHOTS: 'yes' },
    });
  const failed = record ? await vitest('recordings') : 0;
  return failed || vitest('unit', 'test/looks');
});
