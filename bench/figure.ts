import type { Bench } from './bench-house.ts';

/** One line of the table. */
export interface Row {
  readonly what: string;
  /** As it is shown, with its unit. */
  readonly measured: string;
  readonly goal?: string;
}

/** Something that is measured. */
export interface Figure {
  /** What it is called on the command line. */
  readonly name: string;
  measure(bench: Bench): Promise<readonly Row[]>;
}

/** How often each measurement is taken, unless a figure says otherwise; the median is shown. */
export const times = 5;

export const seconds = (value: number): string => `${value.toFixed(2)} s`;
export const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
