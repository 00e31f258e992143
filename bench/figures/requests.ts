import type { BenchHouse } from '../bench-house.ts';
import type { Figure, Row } from '../figure.ts';
import { addSmallModel } from '../small-models.ts';

/** How many requests the forge's API gets, once Tailrace knows the installation and has a token for the repository. */
export const requests: Figure = {
  name: 'requests',
  async measure(bench) {
    const house = await bench.start();
    const { repository, propose, view } = await addSmallModel(house, 'counted');
    const act = async (what: string, goal: string | undefined, action: () => Promise<unknown>) => {
      const from = house.forge.requests.length;
      await action();
      await house.settled();
      return rowOf(house, from, what, goal);
    };
    const merge = (number: number | undefined) => house.dana.merge(repository, number ?? 0, 'merge');
    await act('', undefined, async () => merge(await proposeAndSettle()));
    async function proposeAndSettle(): Promise<number> {
      const number = await propose('first');
      await house.settled();
      return number;
    }
    const opened = await act('pull request run', '≤ 12', () => propose('second'));
    const merged = await act('merge, promotion', '≤ 8', () =>
      merge(view.pullRequests('open').at(-1)?.number),
    );
    return [opened, merged];
  },
};

function rowOf({ forge }: BenchHouse, from: number, what: string, goal: string | undefined): Row {
  const asked = forge.requests.slice(from).filter(({ path }) => path.startsWith('/api/'));

  return { what, measured: String(asked.length), ...(goal ? { goal } : {}) };
}
