import { churnFiles, editedNotebook, type Files } from '../../demo/churn-files.ts';
import { baseImage } from '../../scripts/setup/base-image.mjs';
import type { Scenario } from '../support/scenario.ts';

export const repository = 'acme/customers';
const training = 'notebooks/train.ipynb';
const evaluation = 'notebooks/evaluate.ipynb';

/** The rules that the recorded pull requests are judged by, beyond those of the example. */
const rules: Readonly<Record<string, string>> = {
  'image:': 'name: churn\nimage:',
  '  timeout: 10m': '  timeout: 10m\n  resources: {memory: 1Gi}',
  '{metric: auc, min: 0.75}': '{metric: auc, min: 0.75, max_regression: 1%}',
  'serve:': `  - {metric: loss, max: 300000}

data_checks:
  customers:
    rows: {min: 1000}
    unique: [[customer_id]]
    columns:
      age: {type: integer, min: 18, max: 120, max_nulls: 0%}
      region: {allowed: [north, south, east, west], drift: {max: 0.2}}
      monthly_charges: {type: number, min: 0, drift: {max: 0.2}}

serve:`,
};

/** examples/churn with a model that is easily bettered, in sandbox and in qa. Gives the files. */
export async function deployChurn(scenario: Scenario): Promise<Files> {
  const { forge, dana, registry, settled } = scenario;
  const files = await churnFiles({
    baseImage,
    imageRepository: `${registry.host}/${registry.path(repository)}`,
  });
  const small = editedNotebook(files, training, { 'trees = 100': 'trees = 20', 'depth = 7': 'depth = 3' });
  const first = { ...files, ...small, '.tailrace.yml': withRules(files['.tailrace.yml'] ?? '') };
  const branches = ['sandbox', 'qa', 'uat', 'prod'];
  const view = await forge.createRepository({
    owner: 'acme',
    name: 'customers',
    branches,
    files: { 'README.md': '# churn\n' },
  });
  await dana.push({ repository, branch: 'sandbox', files: first, message: 'Add the churn model' });
  await settled();
  const promotion = view.pullRequests('open').find(({ base }) => base.branch === 'qa');
  if (!promotion) throw new Error('The first release of the example is not promoted to qa.');
  await dana.merge(repository, promotion.number, 'merge');
  await settled();
  const [comment] = view.comments(promotion.number);
  if (!comment?.body.includes('churn is deployed to qa'))
    throw new Error(`It is not in qa: ${comment?.body}`);
  return first;
}

function withRules(configuration: string): string {
  return Object.entries(rules).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The example has no ${from}: adapt this to it.`);
    return text.replace(from, () => to);
  }, configuration);
}

export interface Change {
  readonly branch: string;
  readonly title: string;
  readonly files: (files: Files) => Files;
}

/** What people propose, by the name of its recording. */
export const changes = {
  'a pass': {
    branch: 'more-trees',
    title: 'Train with more and deeper trees',
    files: (files) => ({
      ...editedNotebook(files, training, { 'trees = 20': 'trees = 100', 'depth = 3': 'depth = 7' }),
      ...editedNotebook(files, evaluation, {
        'expected=("score", "mean")': 'calls=("support_calls", "mean"), expected=("score", "mean")',
      }),
    }),
  },
  'a gate that fails': {
    branch: 'quick-training',
    title: 'Train in half the time',
    files: (files) =>
      editedNotebook(files, training, { 'trees = 20': 'trees = 10', 'depth = 3': 'depth = 2' }),
  },
  'a cell that raises': {
    branch: 'without-newcomers',
    title: 'Leave out customers who have just come',
    files: (files) =>
      editedNotebook(files, evaluation, {
        'tested = customers[is_held_out(customers)]':
          'tested = customers[is_held_out(customers) & (customers["tenure"] > 0)]',
      }),
  },
  'an out of memory': {
    branch: 'all-pairs',
    title: 'Compare every customer with every other',
    files: (files) =>
      editedNotebook(files, evaluation, {
        'left = tested':
          'import numpy as np\n\npairs = np.ones((len(customers), len(customers), len(FEATURES) * 8))\nleft = tested',
      }),
  },
  'an image that does not build': {
    branch: 'newer-pandas',
    title: 'Use a newer pandas',
    files: (files) => ({
      'requirements.txt': (files['requirements.txt'] ?? '').replace(/^pandas==.*$/m, 'pandas==3.99.0'),
    }),
  },
} as const satisfies Readonly<Record<string, Change>>;
