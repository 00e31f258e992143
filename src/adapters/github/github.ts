import type { Logger } from 'pino';
import type { Delivery } from '../../domain/delivery.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeploymentsOnForge } from '../../ports/deployments-on-forge.ts';
import type {
  Accounts,
  BranchRules,
  Checks,
  Comments,
  ForgeLinks,
  GitRemotes,
  InstalledRepositories,
  LostDeliveries,
  Permissions,
  PullRequests,
  Repositories,
} from '../../ports/forge.ts';
import type { Log } from '../../ports/log.ts';
import type { WebhookRoute } from '../../ports/webhooks.ts';
import { githubAccounts } from './accounts.ts';
import { appPage } from './app-page.ts';
import { githubBranchRules } from './branch-rules.ts';
import { githubChecks } from './checks.ts';
import { githubWaiting } from './client.ts';
import { githubComments } from './comments.ts';
import { githubDeployments } from './deployments.ts';
import { type OnEvent, translatedWebhooks, translateWebhooks } from './events.ts';
import { createGitHubApp, type GitHubSettings, receive } from './github-app.ts';
import { installations, type OctokitFor } from './installations.ts';
import { githubInstalledRepositories } from './installed-repositories.ts';
import { justMade } from './just-made.ts';
import { githubLinks } from './links.ts';
import { githubLostDeliveries } from './lost-deliveries.ts';
import { ownAccount } from './own-account.ts';
import { githubPermissions } from './permissions.ts';
import { githubPullRequests } from './pull-requests.ts';
import { githubRemotes } from './remotes.ts';
import { githubRepositories } from './repositories.ts';
import { githubWebhook } from './webhook.ts';

/** GitHub behind every port that concerns a forge. */
export interface GitHub {
  readonly webhook: WebhookRoute;
  /** Translates a stored delivery and hands its events to `onEvent`; throws what that throws, in an AggregateError. */
  receive(delivery: Delivery): Promise<void>;
  readonly pullRequests: PullRequests;
  readonly comments: Comments;
  readonly checks: Checks;
  readonly deploymentsOnForge: DeploymentsOnForge;
  readonly permissions: Permissions;
  readonly accounts: Accounts;
  readonly repositories: Repositories;
  readonly rules: BranchRules;
  readonly remotes: GitRemotes;
  readonly links: ForgeLinks;
  /** Takes note of a commit that was made here just now: nothing is on the forge about it yet. */
  noteCommit(repository: RepositoryRef, commit: string): void;
  readonly lostDeliveries: LostDeliveries;
  readonly installedRepositories: InstalledRepositories;
}

export interface GitHubSurroundings {
  readonly onEvent: OnEvent;
  readonly clock: Clock;
  readonly log: Log;
  /** Probot's own log; silent where it is left out. */
  readonly probotLog?: Logger;
}

/** Connects Tailrace to GitHub as the app of these settings. Asks GitHub nothing yet. */
export async function connectGitHub(settings: GitHubSettings, around: GitHubSurroundings): Promise<GitHub> {
  const { clock, log } = around;
  const { appId, webUrl } = settings;
  const { secondMs } = settings.waiting ?? githubWaiting;
  const probot = await createGitHubApp(settings, around.probotLog);
  const page = appPage(probot);
  const isOurs = ownAccount(page, appId);
  translateWebhooks(probot, { appId, isOurs, onEvent: around.onEvent });
  const made = justMade(clock);
  const installationOf = installations(probot, page);
  const octokitFor: OctokitFor = async (repository) => (await installationOf(repository)).octokit;
  return {
    webhook: githubWebhook(probot, translatedWebhooks()),
    receive: (delivery) => receive(probot, delivery),
    pullRequests: githubPullRequests(octokitFor, made, secondMs),
    comments: githubComments(octokitFor, isOurs, made, secondMs),
    deploymentsOnForge: githubDeployments(octokitFor, isOurs, secondMs),
    checks: githubChecks(octokitFor, appId, made, secondMs),
    permissions: githubPermissions(octokitFor),
    accounts: githubAccounts(octokitFor),
    repositories: githubRepositories(octokitFor),
    rules: githubBranchRules(octokitFor),
    remotes: githubRemotes(probot, installationOf, webUrl),
    links: githubLinks(webUrl),
    noteCommit: made.note,
    lostDeliveries: githubLostDeliveries(probot, clock, log),
    installedRepositories: githubInstalledRepositories(probot, log),
  };
}
