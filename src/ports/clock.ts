/** Time comes in from outside, so that tests need no waiting. */
export interface Clock {
  now(): Date;
}
