import { describe, expect, it } from 'vitest';
import { defaultAllowances } from '../../../src/domain/policy/allowances.ts';
import { judgeConfiguration } from '../../../src/domain/policy/judge-configuration.ts';
import { churn, configurationOf, smallest } from '../configuration/reading.ts';

function refusals(text: string, repository = churn) {
  const judging = { repository, allowances: defaultAllowances, isHeld: () => true };
  return judgeConfiguration(configurationOf(text, repository), judging).map(({ line, path, message }) => ({
    line,
    path,
    message,
  }));
}

describe('the image', () => {
  it.each(['registry.example.com/acme/churn', 'registry:5000/models/acme/churn/serve', 'acme/churn'])(
    '%s is allowed',
    (image) => {
      expect(refusals(`notebook: a.ipynb\nimage: ${image}`)).toEqual([]);
    },
  );

  it.each([
    'registry.example.com/acme/churn2',
    'registry.example.com/other/churn',
    'registry.example.com/xacme/churn',
    'acme.io/churn',
  ])('%s is refused', (image) => {
    expect(refusals(`notebook: a.ipynb\nimage: {repository: ${image}}`)).toEqual([
      expect.objectContaining({
        line: 2,
        path: 'image.repository',
        message: expect.stringContaining('does not contain `acme/churn`'),
      }),
    ]);
  });

  it('is compared without regard to case, since registries know lower case only', () => {
    expect(refusals(smallest, { owner: 'Acme', name: 'Churn' })).toEqual([]);
  });
});

it('refuses more than two cores and 4Gi, where they stand', () => {
  const text = `image: acme/churn
notebook: {path: a.ipynb, resources: {cpu: 2001m}}
environments:
  - {name: sandbox}
  - {name: prod, notebook: {resources: {memory: 5Gi}}}
`;
  expect(refusals(text)).toEqual([
    {
      line: 2,
      path: 'notebook.resources.cpu',
      message: '`2001m` is more CPU than the 2 cores that the default policy allows.',
    },
    {
      line: 5,
      path: 'environments[1].notebook.resources.memory',
      message: '`5Gi` is more memory than the 4Gi that the default policy allows.',
    },
  ]);
});
