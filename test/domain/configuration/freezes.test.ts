import { expect, it } from 'vitest';
import { configurationOf, mistakesOf, smallest } from './reading.ts';

const frozen = (cron: string) =>
  `${smallest}timezone: Europe/Berlin\nenvironments: [{name: prod, freeze: [{cron: "${cron}", for: 64h, because: weekend}]}]`;

it('reads when nothing is deployed', () => {
  const { environments, timezone } = configurationOf(frozen('0 16 * * FRI'));
  expect(timezone).toBe('Europe/Berlin');
  expect(environments[0]?.freeze).toEqual([{ cron: '0 16 * * FRI', seconds: 64 * 3600, because: 'weekend' }]);
});

it.each(['every friday', '0 16 * *', '0 0 16 * * FRI', '99 16 * * FRI'])('refuses %s', (cron) => {
  expect(mistakesOf(frozen(cron))).toEqual([
    expect.objectContaining({ line: 4, path: 'environments[0].freeze[0].cron' }),
  ]);
});

it('refuses a timezone that nobody knows', () => {
  expect(mistakesOf(`${smallest}timezone: Europe/Nowhere`)).toEqual([
    expect.objectContaining({ line: 3, path: 'timezone', remedy: expect.stringContaining('Europe/Berlin') }),
  ]);
});
