import type { Probot } from 'probot';

/** How GitHub names the app, and where its page is. */
export interface AppPage {
  readonly slug: string;
  readonly url: string;
}

/** Asks once who we are; a question that failed is asked again. */
export function appPage(probot: Probot): () => Promise<AppPage> {
  let known: Promise<AppPage> | undefined;
  const ask = async () => {
    const app = await probot.auth();
    const { data } = await app.rest.apps.getAuthenticated();
    if (!data?.slug) throw new Error('GitHub did not name the app.');
    return { slug: data.slug, url: data.html_url };
  };
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
