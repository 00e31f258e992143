import { z } from 'zod';
import { issueOf, text } from '../yaml/complaint.ts';
import * as value from './value-schemas.ts';

const metricName = text('the name of a metric', 'auc', (name) =>
  /^[^\s\p{C}]([^\p{C}]{0,98}[^\s\p{C}])?$/u.test(name)
    ? undefined
    : { is: "can't name a metric", write: 'Use the name that stands in `metrics.json`, for example `auc`.' },
);

export const metrics = z
  .record(
    metricName,
    z
      .strictObject({
        label: value.words.meta({ description: 'What the comment calls it. Default: its name.' }).optional(),
        unit: value.words.meta({ description: 'Written after its value.', examples: ['EUR'] }).optional(),
        better: value
          .oneOf('higher', 'lower')
          .meta({ description: 'Which way is better. Default `higher`.' })
          .optional(),
      })
      .meta({ title: 'a metric', examples: [{ label: 'Ranking quality' }] }),
  )
  .meta({
    title: 'a map of metrics',
    description: 'Guard. How the comment speaks of the metrics.',
    examples: [{ auc: { label: 'Ranking quality' } }],
  });

const conditions = ['min', 'max', 'max_regression', 'min_change'] as const;

const gate = z
  .strictObject({
    metric: metricName.meta({ description: 'Its name, as the notebook reports it.' }),
    min: value.number.meta({ description: 'The value is at least this.' }).optional(),
    max: value.number.meta({ description: 'The value is at most this.', examples: [120000] }).optional(),
    max_regression: value.change
      .meta({
        description:
          'How much worse than what the environment runs now it may be: in per cent of the value there, or as a number.',
      })
      .optional(),
    min_change: value.change
      .meta({
        description:
          'How much better than what the environment runs now it must be: in per cent of the value there, or as a number.',
      })
      .optional(),
    required: value.flag
      .meta({ description: 'Whether a missing metric fails the gate. Default `true`.' })
      .optional(),
    warn_only: value.flag
      .meta({ description: 'Whether a failed gate only warns. Default `false`.', examples: [false] })
      .optional(),
  })
  .check((context) => {
    const given = context.value;
    const misspelt = context.issues.some((issue) => issue.code === 'unrecognized_keys');
    if (!misspelt && conditions.every((condition) => given[condition] === undefined))
      context.issues.push(issueOf(noCondition, given));
    if (given.min !== undefined && given.max !== undefined && given.min > given.max)
      context.issues.push(issueOf(minOverMax(given.min, given.max), given, ['min']));
  })
  .meta({ title: 'a gate', examples: [{ metric: 'auc', min: 0.8 }] });

const noCondition = {
  is: 'has no condition',
  write: 'Add `min`, `max`, `max_regression` or `min_change`, for example `min: 0.8`.',
};

function minOverMax(min: number, max: number) {
  return {
    is: `is more than \`max\` (${min} > ${max}), so nothing can pass`,
    write: 'Exchange the two, or correct one.',
  };
}

export const gates = z.array(gate).meta({
  title: 'a list of gates',
  description: "Guard. Conditions on metrics. An environment's gate on the same metric replaces it whole.",
  examples: [[{ metric: 'auc', min: 0.8 }]],
});

const range = {
  min: value.number.meta({ description: 'At least.' }).optional(),
  max: value.number.meta({ description: 'At most.' }).optional(),
};

const warnOnly = value.flag.meta({
  description: 'Whether a check that fails only warns. Default `false`.',
  examples: [false],
});

function limitsOfNoNumber(type: string) {
  return {
    is: `is a limit on numbers, and the column's type is \`${type}\``,
    write: 'Remove it, or write `type: number`.',
  };
}

const column = z
  .strictObject({
    type: value
      .oneOf('integer', 'number', 'string', 'boolean', 'date')
      .meta({ description: 'What every value is.' })
      .optional(),
    ...range,
    max_nulls: value.percent.meta({ description: 'Share of missing values at most.' }).optional(),
    allowed: z
      .array(
        z.union([z.string(), z.number(), z.boolean()]).meta({ title: 'a plain value', examples: ['north'] }),
      )
      .meta({ title: 'a list of values', description: 'The only values.', examples: [['north', 'south']] })
      .optional(),
    drift: z
      .strictObject({
        max: value.number.meta({ description: 'Population stability index at most.', examples: [0.2] }),
      })
      .meta({
        title: 'the drift',
        description: "Against the released data's profile.",
        examples: [{ max: 0.2 }],
      })
      .optional(),
    warn_only: warnOnly.optional(),
  })
  .check(({ value: given, issues }) => {
    const { type, min, max } = given;
    if ((min ?? max) !== undefined && type !== undefined && !['integer', 'number'].includes(type))
      issues.push(issueOf(limitsOfNoNumber(type), given, [min === undefined ? 'max' : 'min']));
  })
  .meta({ title: 'a column', examples: [{ type: 'integer', min: 18 }] });

const columnName = z
  .string()
  .min(1)
  .meta({ title: 'the name of a column', examples: ['customer_id'] });

export const dataChecks = z
  .record(
    value.datasetName,
    z
      .strictObject({
        rows: z
          .strictObject(range)
          .meta({
            title: 'a number of rows',
            description: 'How many rows there are.',
            examples: [{ min: 1000 }],
          })
          .optional(),
        unique: z
          .array(
            z
              .array(columnName)
              .min(1)
              .meta({ title: 'a list of columns', examples: [['customer_id']] }),
          )
          .meta({
            title: 'a list of keys',
            description: 'Keys, each a list of columns.',
            examples: [[['customer_id']]],
          })
          .optional(),
        columns: z
          .record(columnName, column)
          .meta({
            title: 'a map of columns',
            description: 'By name.',
            examples: [{ age: { type: 'integer' } }],
          })
          .optional(),
        warn_only: warnOnly.optional(),
      })
      .meta({ title: 'the checks of a dataset', examples: [{ rows: { min: 1000 } }] }),
  )
  .meta({
    title: 'a map of data checks',
    description: 'Guard. What must hold of a dataset.',
    examples: [{ customers: { rows: { min: 1000 } } }],
  });

const people = z
  .array(value.words.meta({ examples: ['maintain'] }))
  .meta({ title: 'a list of roles, people or teams', examples: [['maintain', '@acme/oncall']] });

const grants = z
  .array(value.grant)
  .min(1)
  .meta({ title: 'a list of roles, people or teams', examples: [['maintain', '@acme/oncall']] });

export const permissions = z
  .strictObject({
    promote: grants
      .meta({
        description:
          'Who may promote into the environment; given, a pull request into it needs the approval of one of them.',
      })
      .optional(),
    rollback: grants.meta({ description: 'Who may roll it back.' }).optional(),
    hold: grants.meta({ description: 'Who may hold it.' }).optional(),
    override: grants.meta({ description: 'Who may overrule a gate, and promote over a hotfix.' }).optional(),
  })
  .meta({
    title: 'the permissions',
    description:
      'Guard. Who may do what: roles (and all above), people, teams. Default `write` in the first environment, `admin` in the last, `maintain` between.',
    examples: [{ promote: ['maintain'] }],
  });

export const reviewers = people.meta({ description: 'Asked to review the promotion.' });

export const freeze = z
  .array(
    z
      .strictObject({
        cron: value.words.meta({
          description: "When it begins, five fields in the file's timezone.",
          examples: ['0 16 * * FRI'],
        }),
        for: value.positiveDuration.meta({ description: 'How long it lasts.', examples: ['64h'] }),
        because: value.words.meta({ description: 'Shown to people.', examples: ['weekend'] }),
      })
      .meta({ title: 'a freeze', examples: [{ cron: '0 16 * * FRI', for: '64h', because: 'weekend' }] }),
  )
  .meta({
    title: 'a list of freezes',
    description: 'Guard. Times at which nothing is deployed, like a hold.',
    examples: [[{ cron: '0 16 * * FRI', for: '64h', because: 'weekend' }]],
  });
