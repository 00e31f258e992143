/**
 * A mistake that a person can mend. Its message is Markdown for the person: what happened, why, what to do. It is shown as it
 * is and never retried; every other error is retried and in the end shown as an internal error with a reference.
 */
export class PersonError extends Error {
  override readonly name = 'PersonError';
  readonly title: string;

  constructor(title: string, message: string) {
    super(message);
    this.title = title;
  }
}
