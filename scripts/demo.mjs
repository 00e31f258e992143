import { runAsScript } from './setup/step.mjs';
import { runInTerminal } from './setup/terminal.mjs';
import { setUp } from './setup.mjs';

// npm run demo [-- ARGUMENTS]: sets this computer up, then runs demo/demo.ts with the arguments.
await runAsScript(async () => {
  const { node, baseImage } = await setUp({ docker: true });
  return runInTerminal(node, ['demo/demo.ts', ...process.argv.slice(2)], {
    node,
    env: { TAILRACE_DEMO_BASE_IMAGE: baseImage },
  });
});
