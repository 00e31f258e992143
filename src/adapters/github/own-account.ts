import type { Probot } from 'probot';

/** Who wrote something, as GitHub's answers say. */
export interface Author {
  readonly user?: { readonly login: string } | null;
  readonly performed_via_github_app?: { readonly id: number } | null;
}

export type IsOurs = (author: Author) => Promise<boolean>;

/** Tells what our own app wrote: as the app, or as its bot account `<slug>[bot]`. The slug is asked for once. */
export function ownAccount(probot: Probot, appId: number): IsOurs {
  let slug: Promise<string> | undefined;
  const askSlug = async () => {
    const app = await probot.auth();
    const { data } = await app.rest.apps.getAuthenticated();
    if (!data?.slug) throw new Error('GitHub did not name the app.');
    return data.slug;
  };
  return async (author) => {
    if (author.performed_via_github_app?.id === appId) return true;
    slug ??= askSlug().catch((error: unknown) => {
      slug = undefined;
      throw error;
    });
    return author.user?.login === `${await slug}[bot]`;
  };
}
