import { createMask } from '../../domain/secrets/mask.ts';
import type { NotebookRunner } from '../../ports/images.ts';

/**
 * A runner whose outcomes hold none of the secrets that the notebook was given: whatever is stored, committed, shown or logged of a run has come
 * through here.
 */
export function maskedRunner(runner: NotebookRunner): NotebookRunner {
  return {
    async run(request) {
      const mask = createMask(Object.values(request.secrets));
      const { log, notebook, metrics, ...rest } = await runner.run(request);
      return {
        ...rest,
        // PostgreSQL's JSON can't hold NUL; and a secret could be hidden with it.
        log: mask(log.replaceAll('\0', '')),
        notebook: notebook && mask(notebook),
        metrics: metrics && mask(metrics),
      };
    },
  };
}
