import type { RolloutVerdict } from './verdict.ts';

/**
 * Whether telling the second one after the first would tell people nothing: of many pods each tenth counts, since every telling is an
 * edit of a comment and a status, of which a forge takes so many an hour.
 */
export function saysTheSame(told: RolloutVerdict | undefined, now: RolloutVerdict): boolean {
  return told !== undefined && JSON.stringify(rounded(told)) === JSON.stringify(rounded(now));
}

function rounded(verdict: RolloutVerdict): RolloutVerdict {
  if (verdict.kind !== 'waiting' && verdict.kind !== 'failed') return verdict;
  const { ready, wanted } = verdict;
  // Warnings of pods that may still come up are repeated with other numbers in them.
  const lines = verdict.kind === 'waiting' ? [] : verdict.lines;
  return { ...verdict, lines, ready: wanted <= 10 ? ready : Math.floor((ready * 10) / wanted) };
}
