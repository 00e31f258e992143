import { z } from 'zod';
import { parseDuration } from '../duration.ts';
import { parseChange } from '../gates/change.ts';
import { parseGrant } from '../permissions/grant.ts';
import { cpuCores, memoryBytes } from '../quantity.ts';
import { parseRepository } from '../repository-ref.ts';
import { issueOf, text } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';
import { judgeBranch } from './branch-name.ts';
import { isDnsLabel, isDnsSubdomain, isServiceName } from './kubernetes-name.ts';
import { isPythonName } from './python-name.ts';
import { judgeNotebookPath, judgePath, judgePathBelowRoot } from './repository-path.ts';

const dnsWords = 'lower-case letters, digits and `-`, at most 63, for example `';

export const words = text('a text', 'Ranking quality', (value) =>
  value.trim() === '' || value.length > 200 || /\p{C}/u.test(value)
    ? {
        is: 'is empty, too long or holds control characters',
        write: 'Write a line of at most 200 characters.',
      }
    : undefined,
);

export const serviceName = text('a name', 'churn', (value) =>
  isServiceName(value)
    ? undefined
    : {
        is: `can't name a Kubernetes Service: ${quoted(value)}`,
        write: `Begin with a letter; use ${dnsWords}churn\`.`,
      },
);
export const dnsLabel = text('a name', 'sandbox', (value) =>
  isDnsLabel(value)
    ? undefined
    : { is: `is not a DNS label: ${quoted(value)}`, write: `Use ${dnsWords}sandbox\`.` },
);
export const secretName = text('the name of a Secret', 'registry', (value) =>
  isDnsSubdomain(value)
    ? undefined
    : { is: `can't name a Secret: ${quoted(value)}`, write: `Use ${dnsWords}churn-secrets\`.` },
);
export const secretKey = text('a Secret and its key', 'churn-secrets/token', (value) => {
  const [secret = '', key = '', ...rest] = value.split('/');
  if (isDnsSubdomain(secret) && /^[-._a-zA-Z0-9]{1,253}$/.test(key) && rest.length === 0) return undefined;
  return {
    is: `must name a Secret and a key in it: ${quoted(value)}`,
    write: 'Write `secret/key`, for example `churn-secrets/token`.',
  };
});
/** Kubernetes' own rule for the names of environment variables before version 1.30. */
export const variableName = text('the name of an environment variable', 'MODEL_NAME', (value) =>
  /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(value)
    ? undefined
    : {
        is: `can't name an environment variable`,
        write: 'Use letters, digits and `_`, for example `MODEL_NAME`.',
      },
);
/** Lower case, since the name becomes `TAILRACE_DATASET_<NAME>` and two must not meet there. */
export const datasetName = text('the name of a dataset', 'customers', (value) =>
  /^[a-z][a-z0-9_]*$/.test(value)
    ? undefined
    : {
        is: `can't name a dataset`,
        write: 'Use lower-case letters, digits and `_`, for example `customers`.',
      },
);
export const parameterName = text('the name of a parameter', 'threshold', (value) =>
  isPythonName(value)
    ? undefined
    : {
        is: `can't name a parameter: it is not a free name in Python`,
        write: 'Use letters, digits and `_`, for example `threshold`.',
      },
);
export const branch = text('a branch', 'prod', judgeBranch);

export const path = text('a path', 'data/customers.csv', judgePathBelowRoot);
export const folderOrRoot = text('a folder', '.', judgePath);
export const notebookPath = text('the path of a notebook', 'notebooks/evaluate.ipynb', judgeNotebookPath);
export const urlPath = text('a path of the REST API', '/healthz', (value) =>
  /^\/[!-~]*$/.test(value)
    ? undefined
    : { is: `must begin with \`/\`: ${quoted(value)}`, write: 'Write for example `/healthz`.' },
);
export const url = text('a web address', 'https://churn.example.com', (value) =>
  /^https?:\/\/[!-~]+$/.test(value)
    ? undefined
    : {
        is: `is not a web address: ${quoted(value)}`,
        write: 'Write for example `https://churn.example.com`.',
      },
);
export const fullName = text('a repository', 'acme/gitops', (value) =>
  parseRepository(value)
    ? undefined
    : {
        is: `is not a repository: ${quoted(value)}`,
        write: 'Write owner and name, for example `acme/gitops`.',
      },
);

export const grant = text('a role, a person or a team', 'maintain', (value) =>
  parseGrant(value)
    ? undefined
    : {
        is: `names no role, person or team: ${quoted(value)}`,
        write: 'Write a role (`write`, `maintain`, `admin`), a person (`@dana`) or a team (`@acme/oncall`).',
      },
);

export const anyDuration = text('a duration', '10m', (value) =>
  parseDuration(value) === undefined
    ? { is: `is not a duration: ${quoted(value)}`, write: 'Write for example `90s`, `30m` or `2h`.' }
    : undefined,
);
export const positiveDuration = text('a duration', '30m', (value) =>
  (parseDuration(value) ?? 0) >= 1
    ? undefined
    : {
        is: `is not a duration of at least a second: ${quoted(value)}`,
        write: 'Write for example `90s`, `30m` or `2h`.',
      },
);
export const percent = text('a percentage', '1%', (value) =>
  /^\d{1,3}(\.\d+)?%$/.test(value)
    ? undefined
    : { is: `is not a percentage: ${quoted(value)}`, write: 'Write for example `1%`.' },
);
export const wholePercent = text('a percentage', '80%', (value) =>
  /^[1-9]\d{0,2}%$/.test(value)
    ? undefined
    : { is: `is not a whole percentage: ${quoted(value)}`, write: 'Write for example `80%`.' },
);

export const change = z
  .union([z.string(), z.number()])
  .check((context) => {
    const value = context.value;
    if (parseChange(value) === undefined)
      context.issues.push(
        issueOf(
          {
            is: `is not a change of a metric: ${quoted(value)}`,
            write: 'Write a percentage (`1%`) or a number (`0.01`), without a sign.',
          },
          value,
        ),
      );
  })
  .meta({ title: 'a percentage or a number', examples: ['1%'] });

const cpuWrite = 'Write cores or thousandths of one, for example `2`, `0.5` or `250m`.';
export const cpu = z
  .union([z.string(), z.number()])
  .check((context) => {
    const value = context.value;
    if (cpuCores(String(value)) === undefined)
      context.issues.push(
        issueOf({ is: `is not a number of cores: ${quoted(value)}`, write: cpuWrite }, value),
      );
  })
  .meta({ title: 'a number of cores', examples: ['250m'] });
export const memory = text('an amount of memory', '512Mi', (value) =>
  memoryBytes(value) === undefined
    ? { is: `is not an amount of memory: ${quoted(value)}`, write: 'Write for example `512Mi` or `4Gi`.' }
    : undefined,
);

export const flag = z.boolean().meta({ title: '`true` or `false`', examples: [true] });
export const number = z.number().meta({ title: 'a number', examples: [0.8] });
export const positiveInteger = z
  .int()
  .min(1)
  .meta({ title: 'a whole number of at least 1', examples: [2] });
export const port = z
  .int()
  .min(1)
  .max(65535)
  .meta({ title: 'a port (1 to 65535)', examples: [8080] });
export const json = z.json().meta({ title: 'a value that JSON can hold', examples: [0.5] });
export const parameters = z
  .record(parameterName, json)
  .meta({ title: 'a map of parameters', examples: [{ threshold: 0.5 }] });

/** A choice between words. */
export function oneOf<const T extends readonly [string, ...string[]]>(...choices: T) {
  return z
    .enum(choices)
    .meta({ title: choices.map((choice) => `\`${choice}\``).join(' or '), examples: [choices[0]] });
}
