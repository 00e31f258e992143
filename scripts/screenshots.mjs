import { runAsScript } from './setup/step.mjs';
import { runInTerminal } from './setup/terminal.mjs';
import { setUp } from './setup.mjs';

// npm run screenshots: makes the pictures in docs/screenshots anew.
await runAsScript(async () => {
  const { node } = await setUp({ docker: false });
  return runInTerminal(node, ['node_modules/.bin/vitest', 'run', '--project', 'unit', 'test/looks'], {
    node,
    env: { TAILRACE_SCREENSHOTS: 'yes' },
  });
});
