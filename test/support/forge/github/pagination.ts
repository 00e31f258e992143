import { z } from 'zod';
import type { Reply } from './rest-error.ts';
import type { RawCall } from './route.ts';

/** Query fields of every list. */
export const paging = {
  per_page: z.coerce.number().int().min(1).optional(),
  page: z.coerce.number().int().min(1).optional(),
};

interface Paged extends Pick<RawCall, 'url'> {
  readonly input: { readonly per_page?: number | undefined; readonly page?: number | undefined };
}

/** One page of a list; `wrap` is for lists that come inside an object. At most 100 a page, 30 when nothing is asked. */
export function pageOf<Item>(
  call: Paged,
  items: readonly Item[],
  wrap: (page: readonly Item[]) => unknown = (page) => page,
): Reply {
  const size = Math.min(call.input.per_page ?? 30, 100);
  const page = call.input.page ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = links(call.url, page, last);
  const body = wrap(items.slice((page - 1) * size, page * size));
  return { status: 200, body, ...(link && { headers: { link } }) };
}

function links(url: URL, page: number, last: number): string {
  const before: [string, number][] =
    page > 1
      ? [
          ['prev', page - 1],
          ['first', 1],
        ]
      : [];
  const after: [string, number][] =
    page < last
      ? [
          ['next', page + 1],
          ['last', last],
        ]
      : [];
  return [...before, ...after].map(([rel, number]) => `<${pageUrl(url, number)}>; rel="${rel}"`).join(', ');
}

function pageUrl(url: URL, page: number): string {
  const target = new URL(url);
  target.searchParams.set('page', String(page));
  return target.href;
}
