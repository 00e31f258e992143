import { z } from 'zod';
import { issueOf, text } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';
import { judgeImageRepository } from './image-repository.ts';
import * as value from './value-schemas.ts';

const repository = text('an image repository', 'registry.example.com/acme/churn', judgeImageRepository);

/** What the image is called and how it is built. */
export const image = z.union([
  repository.meta({ description: 'Short for `{repository: …}`.' }),
  z
    .strictObject({
      repository: repository.meta({
        description:
          "Where the image is pushed, without a tag. Its path holds the repository's owner and name.",
      }),
      dockerfile: value.path
        .meta({
          description: 'From the root of the repository. Default `Dockerfile`.',
          examples: ['Dockerfile'],
        })
        .optional(),
      context: value.folderOrRoot
        .meta({ description: "The build's context within the source tree. Default `.`." })
        .optional(),
    })
    .meta({ title: 'the image' }),
]);

const resources = z
  .strictObject({
    cpu: value.cpu.meta({ description: 'Cores: `2`, `0.5` or `250m`.' }).optional(),
    memory: value.memory.meta({ description: 'Memory: `512Mi` or `4Gi`.' }).optional(),
  })
  .meta({ title: 'the resources', examples: [{ cpu: '250m', memory: '512Mi' }] });

export const resourceSettings = resources;

export const training = z
  .strictObject({
    path: value.notebookPath.meta({ description: 'The training notebook.' }),
    parameters: value.parameters.meta({ description: 'Its parameters.' }).optional(),
    artifacts: z
      .array(value.path)
      .min(1)
      .max(100)
      .meta({
        title: 'a list of paths',
        description: "Files below WORKDIR that it makes; they become the image's last layer.",
        examples: [['model/model.pkl']],
      }),
  })
  .meta({
    title: 'the training notebook',
    examples: [{ path: 'notebooks/train.ipynb', artifacts: ['model/model.pkl'] }],
  });

const limits = {
  parameters: value.parameters
    .meta({
      description:
        "Given to the notebook by papermill. An environment's own are merged over these, key by key.",
    })
    .optional(),
  timeout: value.positiveDuration
    .meta({ description: 'For the whole run. Default `1h`.', examples: ['1h'] })
    .optional(),
  cell_timeout: value.positiveDuration
    .meta({ description: 'For one cell. Default none.', examples: ['10m'] })
    .optional(),
  resources: resources.meta({ description: "Guard. Default and ceiling: the operator's policy." }).optional(),
  network: value.flag
    .meta({
      description: 'Guard. Whether the notebook may use the network. Default `false`.',
      examples: [false],
    })
    .optional(),
  secrets: z
    .array(value.variableName)
    .meta({
      title: 'a list of names',
      description: 'Guard. Environment variables that the operator holds.',
      examples: [['WAREHOUSE_PASSWORD']],
    })
    .optional(),
};

const word = text('a word of the command', 'python', (given) =>
  given.includes('\0') || given.length > 4000
    ? { is: 'holds a NUL or is longer than 4000 characters' }
    : undefined,
);

const notebookShape = {
  path: value.notebookPath.meta({ description: 'The test notebook.' }).optional(),
  command: z
    .array(word)
    .min(1)
    .meta({
      title: 'a list of words',
      description:
        'Instead of a notebook: runs in the image. Its parameters are a JSON file, whose path is in `$TAILRACE_PARAMETERS`. Exit code 0 passes.',
      examples: [['python', '-m', 'churn.evaluate']],
    })
    .optional(),
  ...limits,
};

const shortNotebook = value.notebookPath.meta({ description: 'Short for `{path: …}`.' });

/** The test, as the whole file gives it: a notebook or a command. */
export const notebook = z.union([
  shortNotebook,
  z
    .strictObject(notebookShape)
    .check((context) => {
      const given = [context.value.path, context.value.command].filter((part) => part !== undefined).length;
      if (given !== 1) context.issues.push(issueOf(onePathOrCommand, context.value));
    })
    .meta({ title: 'the test notebook' }),
]);

const onePathOrCommand = {
  is: 'needs one of `path` and `command`, and not both',
  write: 'Write for example `path: notebooks/evaluate.ipynb`.',
};

/** The parts of it that an environment has of its own. */
export const ownNotebook = z.union([
  shortNotebook,
  z
    .strictObject(notebookShape)
    .check((context) => {
      const { path, command } = context.value;
      if (path !== undefined && command !== undefined)
        context.issues.push(issueOf(onePathOrCommand, context.value));
    })
    .meta({ title: "an environment's notebook" }),
]);

const sha256 = text('a SHA-256', '0'.repeat(64), (digest) =>
  /^[0-9a-f]{64}$/.test(digest)
    ? undefined
    : { is: 'is not a SHA-256', write: 'Write its 64 lower-case hexadecimal digits.' },
);

const fileUrl = text('a web address', 'https://data.example.com/c.csv', (value) => {
  const url = /^https:\/\/[!-~]{1,2000}$/.test(value) ? URL.parse(value) : null;
  if (url?.protocol !== 'https:')
    return {
      is: `is not an address by https: ${quoted(value)}`,
      write: 'Write for example `https://data.example.com/c.csv`.',
    };
  return url.username === '' && url.password === ''
    ? undefined
    : {
        is: 'holds a login, which everybody who sees this repository can read',
        write: 'Write an address that needs no login.',
      };
});

const dataset = z
  .strictObject({
    path: value.path.meta({ description: 'A file or folder of the repository.' }).optional(),
    url: fileUrl
      .meta({
        description:
          'A file on the web, by `https://`. It lies at `/data/<name>` with the endings of its name.',
        examples: ['https://data.example.com/c.csv'],
      })
      .optional(),
    sha256: sha256.meta({ description: 'What the file at `url` must hash to.' }).optional(),
    volume: value.dnsLabel
      .meta({ description: "A volume that the operator's policy names.", examples: ['churn-customers'] })
      .optional(),
  })
  .check((context) => {
    const { path, url, sha256, volume } = context.value;
    if ([path, url, volume].filter((source) => source !== undefined).length !== 1)
      context.issues.push(issueOf(oneSource, context.value));
    else if ((url === undefined) !== (sha256 === undefined))
      context.issues.push(issueOf(urlWithSha256, context.value));
  })
  .meta({ title: 'a dataset', examples: [{ path: 'data/customers.csv' }] });

const oneSource = {
  is: 'needs exactly one of `path`, `url` and `volume`',
  write: 'Write for example `{path: data/customers.csv}`.',
};

const urlWithSha256 = {
  is: 'needs `url` and `sha256` together: what lies at an address may change',
  write:
    'Write for example `{url: "https://data.example.com/c.csv", sha256: <what sha256sum prints for the file>}`.',
};

export const datasets = z.record(value.datasetName, dataset).meta({
  title: 'a map of datasets',
  description: 'What the notebooks read, by name; read-only.',
  examples: [{ customers: { path: 'data/customers.csv' } }],
});
