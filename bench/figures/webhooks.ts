import type { BenchHouse } from '../bench-house.ts';
import { type Figure, milliseconds } from '../figure.ts';
import { addSmallModel } from '../small-models.ts';
import { percentile } from '../statistics.ts';
import { sendWebhooks } from '../webhook-load.ts';

const perSecond = 200;
const seconds = 10;
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

    const alone = await send(house, messages);
    await house.settled();
    const others = await addSmallModel(house, 'built');
    for (let build = 1; build <= builds; build++) await others.propose(`build-${build}`);
    const busy = await send(house, messages);
    await house.settled();
    const what = `webhook acknowledgement at ${perSecond} requests/s`;
    return [
      { what: `${what}, alone: p99`, measured: milliseconds(percentile(alone, 0.99)), goal: '≤ 50 ms' },
      { what: `${what}, alone: median`, measured: milliseconds(percentile(alone, 0.5)) },
      { what: `${what}, while ${builds} builds run: p99`, measured: milliseconds(percentile(busy, 0.99)) },
      { what: `${what}, while ${builds} builds run: median`, measured: milliseconds(percentile(busy, 0.5)) },
    ];
  },
};

function send(
  house: BenchHouse,
  messages: readonly { headers: Record<string, string>; body: string }[],
): Promise<readonly number[]> {
  const { port, pathname: path } = new URL(house.webhooks);
  return sendWebhooks({ port: Number(port), path, perSecond, seconds, messages: [...messages] });
}
