import { expect, test } from 'vitest';
import { metricsOfTable } from '../../../src/domain/notebook/tagged-metrics.ts';

/** As pandas shows a data frame (3.0): the header's first cell stands over the index. */
function pandas(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = ['', ...header].map((name) => `<th>${name}</th>`).join('\n');
  const body = rows.map(([index, ...values]) => {
    const cells = values.map((value) => `      <td>${value}</td>`).join('\n');
    return `    <tr>\n      <th>${index}</th>\n${cells}\n    </tr>`;
  });
  return `<div>
<style scoped>\n    .dataframe tbody tr th { vertical-align: top; }\n</style>
<table border="1" class="dataframe">
  <thead>\n    <tr style="text-align: right;">\n${heads}\n    </tr>\n  </thead>
  <tbody>\n${body.join('\n')}\n  </tbody>
</table>
</div>`;
}

test.each<[string, string, object | undefined]>([
  ['a single row', pandas(['auc', 'loss'], [['0', '0.871', '-3e-05']]), { auc: 0.871, loss: -3e-5 }],
  ['a single value', pandas(['auc'], [['0', '0.871']]), { auc: 0.871 }],
  [
    'two columns',
    pandas(
      ['metric', 'value'],
      [
        ['0', 'auc', '0.871'],
        ['1', 'rows', '1000'],
      ],
    ),
    { auc: 0.871, rows: 1000 },
  ],
  ['two columns, one row', pandas(['metric', 'value'], [['0', 'auc', '0.871']]), { auc: 0.871 }],
  [
    'names in the index',
    pandas(
      ['value'],
      [
        ['auc', '0.871'],
        ['loss', 'NaN'],
      ],
    ),
    { auc: 0.871, loss: { notANumber: 'NaN' } },
  ],
  [
    'a single row of two, one of which is missing',
    pandas(['auc', 'f1'], [['0', 'NaN', '0.8']]),
    { auc: { notANumber: 'NaN' }, f1: 0.8 },
  ],
  ['a name with an entity', pandas(['a &lt; b'], [['0', '1']]), { 'a < b': 1 }],
  [
    'numbers that JSON does not write so',
    pandas(['a', 'b'], [['0', '1,000', '0x10']]),
    {
      a: { notANumber: '1,000' },
      b: { notANumber: '0x10' },
    },
  ],
  [
    'polars, with types below the names and texts in quotes',
    '<div><small>shape: (1, 2)</small><table class="dataframe"><thead><tr><th>metric</th><th>value</th></tr><tr><td>str</td><td>f64</td></tr></thead><tbody><tr><td>&quot;auc&quot;</td><td>0.871</td></tr></tbody></table></div>',
    { auc: 0.871 },
  ],
  ['a table without a header', '<table><tr><td>auc</td><td>0.9</td></tr></table>', { auc: 0.9 }],
  [
    'a header without thead',
    '<table><tr><th>auc</th><th>f1</th></tr><tr><td>0.9</td><td>0.8</td></tr></table>',
    {
      auc: 0.9,
      f1: 0.8,
    },
  ],
  ['HTML without ends', '<table><tr><th>auc<tr><td>0.9', { auc: 0.9 }],
  [
    'several rows of several columns',
    pandas(
      ['a', 'b', 'c'],
      [
        ['0', '1', '2', '3'],
        ['1', '4', '5', '6'],
      ],
    ),
    undefined,
  ],
  [
    'several rows of numbers',
    pandas(
      ['a', 'b'],
      [
        ['0', '1', '2'],
        ['1', '4', '5'],
      ],
    ),
    undefined,
  ],
  ['a row without names', '<table><tr><td>0.9</td><td>0.8</td></tr></table>', undefined],
  ['no table', '<p>auc: 0.9</p>', undefined],
  ['an empty table', '<table></table>', undefined],
])('%s', (_, html, metrics) => {
  expect(metricsOfTable(html)).toEqual(metrics);
});

test('a script is not read, a table in a cell is its text, and ten thousand tags are no trouble', () => {
  expect(metricsOfTable('<script><table><tr><td>auc</td><td>1</td></tr></table></script>')).toBeUndefined();
  const inside = '<table><tr><td>auc</td><td><table><tr><td>0.9</td></tr></table></td></tr></table>';
  expect(metricsOfTable(inside)).toEqual({ auc: 0.9 });
  expect(metricsOfTable(`${'<b>'.repeat(10_000)}<table><tr><td>a</td><td>1`)).toEqual({ a: 1 });
});

test('what is too long is not read', () => {
  expect(
    metricsOfTable(`<table><tr><td>auc</td><td>1</td></tr></table>${' '.repeat(1_000_000)}`),
  ).toBeUndefined();
});
