import type { AppPage } from './app-page.ts';

/** Who wrote something, as GitHub's answers say. */
export interface Author {
  readonly user?: { readonly login: string } | null;
  readonly performed_via_github_app?: { readonly id: number } | null;
}

export type IsOurs = (author: Author) => Promise<boolean>;

/** Tells what our own app wrote: as the app, or as its bot account `<slug>[bot]`. */
export function ownAccount(page: () => Promise<AppPage>, appId: number): IsOurs {
  return async (author) => {
    if (author.performed_via_github_app?.id === appId) return true;
    return author.user?.login === `${(await page()).slug}[bot]`;
  };
}
