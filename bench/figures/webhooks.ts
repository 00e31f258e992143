import type { BenchHouse } from '../bench-house.ts';
import { type Figure, milliseconds, times } from '../figure.ts';
import { addSmallModel } from '../small-models.ts';
import { median, percentile } from '../statistics.ts';
import { sendWebhooks } from '../webhook-load.ts';

const perSecond = 200;
const seconds = 4;
const builds = 4;

/**
 * How long a webhook waits for its acknowledgement. What is sent is what the forge told of a pull request and its merge, again and again
 * under new ids: some of it is work, most of it is not.
 */
export const webhooks: Figure = {
  name: 'webhooks',
  async measure(bench) {
    const house = await bench.start({ runsAtOnce: builds });
    const model = await addSmallModel(house, 'told');
    const number = await model.propose('told');
    await house.settled();
    await house.dana.merge(model.repository, number, 'squash');
    await house.settled();
    const messages = house.forge.deliveries.map(({ headers, body }) => ({ headers: { ...headers }, body }));

    await send(house, messages); // a process that has just started is slower
    const alone = await rounds(async () => send(house, messages), house);
    const others = await addSmallModel(house, 'built');
    const busy = await rounds(async (round) => {
      for (let build = 1; build <= builds; build++) await others.propose(`build-${round}-${build}`);
      return send(house, messages);
    }, house);
    const what = `webhook acknowledgement at ${perSecond} requests/s`;
    return [
      { what: `${what}, alone: p99`, measured: milliseconds(alone.p99), goal: '≤ 50 ms' },
      { what: `${what}, alone: median`, measured: milliseconds(alone.median) },
      { what: `${what}, while ${builds} builds run: p99`, measured: milliseconds(busy.p99) },
      { what: `${what}, while ${builds} builds run: median`, measured: milliseconds(busy.median) },
    ];
  },
};

/** The medians over the rounds. */
async function rounds(
  send: (round: number) => Promise<readonly number[]>,
  house: BenchHouse,
): Promise<{ readonly p99: number; readonly median: number }> {
  const taken: (readonly number[])[] = [];
  for (let round = 1; round <= times; round++) {
    taken.push(await send(round));
    await house.settled();
  }
  const over = (share: number) => median(taken.map((values) => percentile(values, share)));
  return { p99: over(0.99), median: over(0.5) };
}

function send(
  house: BenchHouse,
  messages: readonly { headers: Record<string, string>; body: string }[],
): Promise<readonly number[]> {
  const path = '/webhooks/github';
  return sendWebhooks({ port: house.port(), path, perSecond, seconds, messages: [...messages] });
}
