import { z } from 'zod';
import type { BenchHouse } from './bench-house.ts';

/** What this benchmark reads of the forge's webhooks. */
const payloadSchema = z.looseObject({
  action: z.string().optional(),
  ref: z.string().optional(),
  after: z.string().optional(),
  repository: z.object({ full_name: z.string() }).optional(),
  head_commit: z.object({ message: z.string() }).nullish(),
  pull_request: z.object({ title: z.string(), head: z.object({ ref: z.string() }) }).optional(),
});

/** One webhook of the forge: what happened there, and when (milliseconds since 1970). */
export interface News extends z.infer<typeof payloadSchema> {
  readonly event: string;
  readonly at: number;
}

/** What happened in a repository since `from` (a length of the forge's deliveries), oldest first. The forge's clock is ours. */
export function newsOf({ forge }: BenchHouse, repository: string, from = 0): readonly News[] {
  return forge.deliveries
    .slice(from)
    .filter(({ redelivery }) => !redelivery)
    .map(({ event, at, body }) => ({ ...payloadSchema.parse(JSON.parse(body)), event, at: at.getTime() }))
    .filter((news) => news.repository?.full_name === repository);
}

/** When the first news of this kind came. Throws where there was none: then what was to be measured did not happen. */
export function timeOf(news: readonly News[], what: string, is: (one: News) => boolean): number {
  const found = news.find(is);
  if (!found) throw new Error(`The forge told of no ${what}.`);
  return found.at;
}

/** A push to a branch, by somebody else than us where `commit` is given. */
export function isPush(branch: string, commit?: string) {
  return ({ event, ref, after }: News) =>
    event === 'push' && ref === `refs/heads/${branch}` && (commit === undefined || after === commit);
}

/** Our commit with manifests to a branch. */
export function isDeployment(branch: string) {
  return (news: News) => isPush(branch)(news) && /^Deploy /.test(news.head_commit?.message ?? '');
}

/** The promotion into a branch, opened or brought up to date for this release. */
export function isPromotion(branch: string, release: string) {
  return ({ event, pull_request: pull }: News) =>
    event === 'pull_request' &&
    pull?.head.ref === `tailrace/promote/${branch}` &&
    pull.title.includes(release.slice(0, 7));
}
