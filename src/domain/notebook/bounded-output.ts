import { type Output, outputSchema } from './executed.ts';
import { mostHtml } from './html-table.ts';
import { pictureIn } from './picture.ts';
import { endsOf } from './printed.ts';
import { metricMimes } from './shown-metrics.ts';

const mostOfError = 50_000;
const mostOfTraceback = 500_000;

/**
 * An output without what nobody looks at, so that a notebook of any size can be held: of what was printed the ends, of an error the parts that
 * are stored, pictures as bytes, and of what else was shown only that it was there, but for tables and metrics.
 */
export function boundedOutput(written: unknown): Output | undefined {
  const { success, data: output } = outputSchema.safeParse(written);
  if (!success) return undefined;
  const { data, metadata, ...rest } = output;
  return {
    ...rest,
    ...boundedText(output),
    ...boundedError(output),
    ...(data && { data: boundedData(data), picture: pictureIn(data, metadata) }),
  };
}

function boundedText({ text }: Output): Pick<Output, 'text' | 'linesLeftOut'> {
  if (text === undefined) return {};
  const { begins, between, ends } = endsOf(text);
  return { text: ends === '' ? begins : copyOf(begins + ends), linesLeftOut: between };
}

/** V8's part of a string holds all of the string. */
function copyOf(text: string): string {
  return Buffer.from(text).toString();
}

function boundedError({ ename, evalue, traceback }: Output): Pick<Output, 'ename' | 'evalue' | 'traceback'> {
  return {
    ename: ename && copyOf(ename.slice(0, mostOfError)),
    evalue: evalue && copyOf(evalue.slice(0, mostOfError)),
    traceback: traceback && [copyOf(traceback.join('\n').slice(-mostOfTraceback))],
  };
}

function boundedData(data: NonNullable<Output['data']>): Output['data'] {
  const kept = Object.entries(data).map(([mime, value]) => {
    if (metricMimes.includes(mime)) return [mime, value];
    return [mime, mime === 'text/html' ? boundedHtml(value) : null];
  });
  return Object.fromEntries(kept);
}

/** Of HTML that is too long to be read, that there is a table in it. */
function boundedHtml(value: unknown): unknown {
  const text = Array.isArray(value) ? value.join('') : value;
  if (typeof text !== 'string' || text.length <= mostHtml) return value;
  return /<table[\s>]/i.test(text) ? '<table>' : '';
}
