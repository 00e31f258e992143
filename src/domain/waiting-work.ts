import type { OfferPromotion, TestPullRequest, Work } from './work.ts';

/** Work that replaces what waits under its key: no wish of a person is lost to an event about the same. */
export function inPlaceOf(waiting: Work, newer: Work): Work {
  if (newer.kind === 'offer-promotion' && waiting.kind === 'offer-promotion')
    return insteadOfOffer(waiting, newer);
  if (newer.kind === 'deliver-branch' && waiting.kind === 'deliver-branch')
    return { ...newer, again: newer.again || waiting.again };
  if (newer.kind !== 'test-pull-request' || waiting.kind !== 'test-pull-request') return newer;
  return insteadOfTest(waiting, newer);
}

function insteadOfOffer(waiting: OfferPromotion, newer: OfferPromotion): Work {
  const takenBack = [...new Set([...(waiting.takenBack ?? []), ...(newer.takenBack ?? [])])];
  const asked = newer.asked ?? waiting.asked;
  return { ...newer, ...(takenBack.length > 0 && { takenBack }), ...(asked && { asked }) };
}

function insteadOfTest(waiting: TestPullRequest, newer: TestPullRequest): Work {
  const retargeted = newer.retargeted ?? waiting.retargeted;
  if (waiting.head !== newer.head) {
    // A review tells of no new head: it may have been sent before the one that waits.
    return newer.reviewed ? waiting : { ...newer, ...(retargeted && { retargeted }) };
  }
  // That somebody cancelled its test holds until somebody wants it run again.
  if (waiting.cancelled && !newer.again) return waiting;
  const again = newer.again || waiting.again;
  const fresh = newer.fresh ?? waiting.fresh;
  const judge = newer.judge ?? waiting.judge;
  const reviewed = newer.reviewed ?? waiting.reviewed;
  return {
    ...{ ...newer, again },
    ...(retargeted && { retargeted }),
    ...(fresh && { fresh }),
    ...(judge && { judge }),
    ...(reviewed && { reviewed }),
  };
}
