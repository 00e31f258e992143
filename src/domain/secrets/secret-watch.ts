import { writtenForms } from './written-forms.ts';

/** Tells whether the pieces of a file that it is shown, one after the other, hold one of these secrets in any of its written forms. */
export function createSecretWatch(secrets: readonly string[]): (piece: Buffer) => boolean {
  const forms = [...new Set(secrets.flatMap(writtenForms))].map((form) => Buffer.from(form));
  const overlap = Math.max(0, ...forms.map(({ length }) => length - 1));
  let end: Buffer = Buffer.alloc(0);
  return (piece) => {
    if (forms.length === 0) return false;
    const seen = Buffer.concat([end, piece]);
    end = seen.subarray(Math.max(0, seen.length - overlap));
    return forms.some((form) => seen.includes(form));
  };
}
