import { expect, it } from 'vitest';
import { whatGuards } from '../../../src/domain/configuration/environment-plan.ts';
import { configurationOf, mistakesOf, smallest } from './reading.ts';

const datasets = 'datasets: {orders: {path: orders.csv}, customers: {volume: customers}}\n';
const written = `${datasets}data_checks:
  orders: {warn_only: true, columns: {id: {}, total: {max: 9, warn_only: false}}}
  customers:
    rows: {min: 1000}
    unique: [[customer_id, day]]
    columns:
      age: {type: integer, min: 18, max: 120, max_nulls: 2.5%}
      region: {allowed: [north, south], drift: {max: 0.2}}`;

it('writes data checks out, one for each condition, and they guard every environment', () => {
  const guards = whatGuards(configurationOf(`${smallest}${written}`), 'prod');
  expect(guards?.dataChecks).toEqual([
    {
      dataset: 'customers',
      checks: [
        { kind: 'rows', min: 1000, warnOnly: false },
        { kind: 'unique', columns: ['customer_id', 'day'], warnOnly: false },
        { kind: 'type', column: 'age', type: 'integer', warnOnly: false },
        { kind: 'range', column: 'age', min: 18, max: 120, warnOnly: false },
        { kind: 'nulls', column: 'age', max: 0.025, warnOnly: false },
        { kind: 'allowed', column: 'region', values: ['north', 'south'], warnOnly: false },
        { kind: 'drift', column: 'region', max: 0.2, warnOnly: false },
      ],
    },
    {
      dataset: 'orders',
      checks: [
        { kind: 'column', column: 'id', warnOnly: true },
        { kind: 'range', column: 'total', max: 9, warnOnly: false },
      ],
    },
  ]);
});

it('tells limits on what is no number', () => {
  const checks = 'data_checks: {orders: {columns: {b: {type: string, max: 3}}}}';
  const mistakes = mistakesOf(`${smallest}${datasets}${checks}`);
  expect(mistakes).toEqual([expect.objectContaining({ path: 'data_checks.orders.columns.b.max' })]);
});

it('tells checks of a dataset that is not there', () => {
  const mistakes = mistakesOf(`${smallest}${datasets}data_checks: {order: {rows: {min: 1}}}`);
  expect(mistakes).toEqual([
    expect.objectContaining({ path: 'data_checks.order', message: 'There is no dataset `order`.' }),
  ]);
});
