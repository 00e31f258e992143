import { describe, expect, test } from 'vitest';
import { shortcuts, stationBefore } from '../../../src/domain/promotion/stations.ts';

const station = (environment: string) => ({ branch: environment, environment, nextBranch: 'prod' });
const [qa, uat] = [station('qa'), station('uat')];
const long = ['sandbox', 'qa', 'uat'];
const short = ['sandbox', 'qa'];

describe("a promotion into prod follows prod's own list", () => {
  test.each([
    ['the only one that leads there', [uat], long, uat],
    [
      'the last that its list puts before it, also where an earlier one leads there too',
      [qa, uat],
      long,
      uat,
    ],
    ['where its list was shortened, the one that leads there now', [qa, uat], short, qa],
    ['a longer road than its list asks for', [uat], short, uat],
    ['nothing where nothing leads there', [], long, undefined],
  ])('%s', (_, stations, before, expected) => {
    expect(stationBefore(stations, before)).toEqual(expected);
  });
});

test('a shortcut is what leads there past an environment that its list names', () => {
  expect(shortcuts([qa, uat], uat, long)).toEqual([qa]);
  expect(shortcuts([qa, uat], qa, short)).toEqual([]);
  expect(shortcuts([uat], uat, long)).toEqual([]);
});
