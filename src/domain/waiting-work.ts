import type { TestPullRequest, Work } from './work.ts';

/** A person's wish to run the same head again is not lost to an event about that head, and no review that was taken back to a newer offer. */
export function inPlaceOf(waiting: Work, newer: Work): Work {
  if (newer.kind === 'offer-promotion' && waiting.kind === 'offer-promotion' && waiting.takenBack)
    return { ...newer, takenBack: [...new Set([...waiting.takenBack, ...(newer.takenBack ?? [])])] };
  if (newer.kind === 'deliver-branch' && waiting.kind === 'deliver-branch')
    return { ...newer, again: newer.again || waiting.again };
  if (newer.kind !== 'test-pull-request' || waiting.kind !== 'test-pull-request') return newer;
  return insteadOfTest(waiting, newer);
}

function insteadOfTest(waiting: TestPullRequest, newer: TestPullRequest): Work {
  const retargeted = newer.retargeted ?? waiting.retargeted;
  if (waiting.head !== newer.head) return { ...newer, ...(retargeted && { retargeted }) };
  // That somebody cancelled its test holds until somebody wants it run again.
  if (waiting.cancelled && !newer.again) return waiting;
  const again = newer.again || waiting.again;
  const fresh = newer.fresh ?? waiting.fresh;
  const judge = newer.judge ?? waiting.judge;
  const wishes = { ...(retargeted && { retargeted }), ...(fresh && { fresh }), ...(judge && { judge }) };
  return { ...newer, again, ...wishes };
}
