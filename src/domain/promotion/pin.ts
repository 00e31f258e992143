import { z } from 'zod';

/** What somebody said of a pull request. A dismissed review keeps no verdict. */
export interface Review {
  readonly id: number;
  readonly by: string;
  readonly verdict: 'approved' | 'changes-requested' | 'commented' | 'dismissed';
  /** The head that it was about. */
  readonly commit: string;
}

/** That an approval holds an open promotion at its release: a newer one follows after the merge. */
export const pinSchema = z.object({
  pullRequest: z.number(),
  release: z.string(),
  review: z.number(),
  by: z.string(),
  /** The forge dismissed the approval, since the commit was made anew: the head for which its author was asked again. */
  askedFor: z.string().optional(),
});
export type Pin = z.infer<typeof pinSchema>;

export interface PinQuestion {
  readonly pullRequest: number;
  /** The promotion's head. */
  readonly head: string;
  /** Oldest first. */
  readonly reviews: readonly Review[];
  /** Reviews that people dismissed. A forge dismisses them too, where a commit is made anew: that ends no pin. */
  readonly takenBack: readonly number[];
}

/** The pin as it is after these reviews; undefined where it has ended. */
export function lastingPin(known: Pin | undefined, question: PinQuestion): Pin | undefined {
  if (!known || known.pullRequest !== question.pullRequest) return undefined;
  const { reviews, takenBack, head } = question;
  const review = reviews.find(({ id }) => id === known.review);
  if (!review || hasTurned(reviews, review)) return undefined;
  if (review.verdict === 'approved') return known;
  const byPerson = takenBack.includes(review.id) || review.commit === head;
  return review.verdict === 'dismissed' && !byPerson ? known : undefined;
}

/** Reviews that approve and were not taken back, the newest first. */
export function approvals(reviews: readonly Review[]): readonly Review[] {
  return reviews
    .filter((review) => review.verdict === 'approved' && !hasTurned(reviews, review))
    .toReversed();
}

/** Whether its author asked for changes later. */
function hasTurned(reviews: readonly Review[], { id, by }: Review): boolean {
  const later = reviews.slice(reviews.findIndex((each) => each.id === id) + 1);
  return later.some((each) => each.by === by && each.verdict === 'changes-requested');
}
