import type { BenchHouse } from '../bench-house.ts';
import { type Figure, seconds } from '../figure.ts';
import { isDeployment, isPush, newsOf, timeOf } from '../news.ts';
import { addSmallModel, type BenchModel } from '../small-models.ts';
import { median } from '../statistics.ts';

const count = 50;
/** Merges alone, for comparison. */
const aloneCount = 5;

/**
 * Merges of tested pull requests in many repositories at once: how much of the time that they would take one after the other. Their chain
 * ends at sandbox, so that no notebook of a promotion takes the cores meanwhile.
 */
export const many: Figure = {
  name: 'many',
  async measure(bench) {
    const house = await bench.start();
    const models: { readonly model: BenchModel; readonly number: number }[] = [];
    for (let index = 1; index <= count + aloneCount; index++) {
      const model = await addSmallModel(house, `many-${index}`, { environments: '  - name: sandbox' });
      models.push({ model, number: await model.propose('change') });
    }
    await house.settled();
    const alone: number[] = [];
    for (const one of models.slice(count)) alone.push(...(await mergeAll(house, [one])));
    const together = await mergeAll(house, models.slice(0, count));
    const [one, middle, last] = [median(alone), median(together), Math.max(...together)];
    const what = `merges of ${count} repositories at once → manifests committed`;
    const share = (time: number) => (time / one / count).toFixed(2);
    return [
      { what: 'merge alone → manifests committed', measured: seconds(one) },
      { what: `${what}, median`, measured: seconds(middle) },
      { what: `that ÷ alone ÷ ${count}`, measured: share(middle), goal: '≤ 0.5' },
      { what: `${what}, the last one`, measured: seconds(last) },
      { what: `that ÷ alone ÷ ${count}`, measured: share(last) },
    ];
  },
};

/** Seconds of each, by the forge's own webhooks. */
async function mergeAll(
  house: BenchHouse,
  models: readonly { readonly model: BenchModel; readonly number: number }[],
): Promise<number[]> {
  const from = house.forge.deliveries.length;
  const merged: string[] = [];
  for (const { model, number } of models)
    merged.push(await house.dana.merge(model.repository, number, 'squash'));
  await house.settled();
  return models.map(({ model: { repository } }, index) => {
    const news = newsOf(house, repository, from);
    const begun = timeOf(news, 'merge', isPush('sandbox', merged[index]));
    return (timeOf(news, 'manifests', isDeployment('sandbox')) - begun) / 1000;
  });
}
