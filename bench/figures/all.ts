import type { Figure } from '../figure.ts';
import { fetch } from './fetch.ts';
import { many } from './many.ts';
import { memory } from './memory.ts';
import { merge } from './merge.ts';
import { push } from './push.ts';
import { report } from './report.ts';
import { requests } from './requests.ts';
import { rollback } from './rollback.ts';
import { telling } from './telling.ts';
import { webhooks } from './webhooks.ts';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [
  push,
  merge,
  webhooks,
  requests,
  rollback,
  report,
  telling,
  memory,
  fetch,
  many,
];
