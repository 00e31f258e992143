/** Why the forge does not do what it was asked. Each face has its own status code for these. */
export type RefusalReason = 'missing' | 'forbidden' | 'invalid' | 'not-mergeable' | 'head-moved';

/** The forge refuses; `field` names the mistaken field of an `invalid` request. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  readonly field: string | undefined;

  constructor(reason: RefusalReason, message: string, field?: string) {
    super(message);
    this.reason = reason;
    this.field = field;
  }
}
