import type { Figure, Row } from '../figure.ts';
import { requestsSince } from '../requests-since.ts';
import { addSmallModel } from '../small-models.ts';

/**
 * How many requests the forge's API gets, once Tailrace knows the installation and has tokens. Edits that show progress are left out: what
 * counts of the edits of each check and comment is the last.
 */
export const requests: Figure = {
  name: 'requests',
  async measure(bench) {
    const house = await bench.start();
    const { repository, propose, view } = await addSmallModel(house, 'counted');
    const act = async (action: () => Promise<unknown>) => {
      const from = house.forge.requests.length;
      await action();
      await house.settled();
      return requestsSince(house, from);
    };
    const openPromotion = () => view.pullRequests('open').at(-1)?.number ?? 0;
    const number = await propose('first');
    await house.settled();
    // The merge opens the first promotion pull request, the second brings it up to date.
    const opened = await act(() => house.dana.merge(repository, number, 'squash'));
    const run = await act(() => propose('second'));
    const updated = await act(() => house.dana.merge(repository, openPromotion(), 'squash'));
    const [delivery, offered] = takeApart(opened);
    const [, broughtUpToDate] = takeApart(updated);
    return [
      rowOf('pull request run', run, '≤ 12'),
      rowOf('promotion, offered and tested', offered, '≤ 8'),
      rowOf('promotion, brought up to date and tested', broughtUpToDate, '≤ 8'),
      rowOf('delivery of a merge', delivery),
    ];
  },
};

function rowOf(what: string, asked: readonly string[], goal?: string): Row {
  const measured = String(asked.length);
  return { what: `forge API requests, ${what}`, measured, ...(goal ? { goal } : {}) };
}

/** What follows a merge: its delivery, and from the look at the promotion's branch on the promotion. */
function takeApart(asked: readonly string[]): readonly [readonly string[], readonly string[]] {
  const border = asked.findIndex((request) => request.includes('/pulls?head='));
  if (border < 0) throw new Error('No promotion followed the merge.');
  return [asked.slice(0, border), asked.slice(border)];
}
