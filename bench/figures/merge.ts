import { type Figure, seconds, times } from '../figure.ts';
import { isDeployment, isPush, newsOf, timeOf } from '../news.ts';
import { addSmallModel } from '../small-models.ts';
import { median } from '../statistics.ts';

/** From the merge of a pull request that was tested to the manifests on the environment's branch, by the forge's own webhooks. */
export const merge: Figure = {
  name: 'merge',
  async measure(bench) {
    const house = await bench.start();
    const model = await addSmallModel(house, 'merged');
    const { repository } = model;
    const taken: number[] = [];
    for (let time = 1; time <= times; time++) {
      const number = await model.propose(`change-${time}`);
      await house.settled();
      const from = house.forge.deliveries.length;
      const commit = await house.dana.merge(repository, number, 'squash');
      await house.settled();
      const news = newsOf(house, repository, from);
      const merged = timeOf(news, 'merge', isPush('sandbox', commit));
      taken.push((timeOf(news, 'manifests', isDeployment('sandbox')) - merged) / 1000);
    }
    const measured = seconds(median(taken));
    return [{ what: 'merge of a tested tree → manifests committed', measured, goal: '≤ 3 s' }];
  },
};
