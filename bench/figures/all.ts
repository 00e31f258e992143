import type { Figure } from '../figure.ts';
import { memory } from './memory.ts';
import { merge } from './merge.ts';
import { push } from './push.ts';
import { requests } from './requests.ts';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [push, merge, requests, memory];
