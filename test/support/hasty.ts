import type { Composition } from '../../src/compose.ts';

/** What makes Tailrace wait milliseconds where it would wait seconds. */
export const hasty = {
  waiting: { requestMs: 5000, secondMs: 5, paced: false },
  timing: { retryDelays: [50, 100, 200] },
} satisfies Composition;
