import { runAsScript } from './setup/step.mjs';
import { runInTerminal } from './setup/terminal.mjs';
import { setUp } from './setup.mjs';

// npm run bench [-- NAME…]: sets this computer up, then measures the figures with these names, or all, by bench/bench.ts.
await runAsScript(async () => {
  const { node, baseImage } = await setUp({ docker: true });
  return runInTerminal(node, ['bench/bench.ts', ...process.argv.slice(2)], {
    node,
    env: { TAILRACE_BENCH_BASE_IMAGE: baseImage },
  });
});
