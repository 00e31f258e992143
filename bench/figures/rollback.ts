import { type Figure, seconds } from '../figure.ts';
import { isPush, newsOf, timeOf } from '../news.ts';
import { requestsSince } from '../requests-since.ts';
import { addSmallModel } from '../small-models.ts';
import { median } from '../statistics.ts';

const rollbacks = 20;

/** From the comment to the commit with the older manifests, by the forge's own webhooks: there and back again between two releases. */
export const rollback: Figure = {
  name: 'rollback',
  async measure(bench) {
    const house = await bench.start();
    const model = await addSmallModel(house, 'rolled', { environments: '  - name: sandbox' });
    const { repository } = model;
    const releases: string[] = [];
    let number = 0;
    for (const branch of ['older', 'newer']) {
      number = await model.propose(branch);
      await house.settled();
      releases.push(await house.dana.merge(repository, number, 'squash'));
      await house.settled();
    }
    const taken: number[] = [];
    const asked: number[] = [];
    for (let time = 0; time < rollbacks; time++) {
      const from = { deliveries: house.forge.deliveries.length, requests: house.forge.requests.length };
      const text = `/tailrace rollback sandbox to ${releases[time % releases.length]}`;
      await house.dana.comment(repository, number, text);
      await house.settled();
      const news = newsOf(house, repository, from.deliveries);
      const written = timeOf(news, 'comment', ({ event }) => event === 'issue_comment');
      taken.push((timeOf(news, 'rollback', isPush('sandbox')) - written) / 1000);
      asked.push(requestsSince(house, from.requests).length);
    }
    const goal = '≤ 2 s';
    return [
      { what: 'rollback: comment → commit, median of 20', measured: seconds(median(taken)), goal },
      { what: 'rollback: comment → commit, worst of 20', measured: seconds(Math.max(...taken)), goal },
      { what: 'forge API requests, rollback', measured: String(median(asked)), goal: '≤ 8' },
    ];
  },
};
