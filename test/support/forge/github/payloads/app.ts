import { apiUrl, type GitHub, type Installation } from '../github.ts';
import { type Like, nodeId, stamp } from './shape.ts';
import { userPayload } from './user.ts';

/** Events that the app is subscribed to. */
export const EVENTS = [
  'check_run',
  'check_suite',
  'commit_comment',
  'issue_comment',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
];

/** The app as it is shown beside what it did, and to itself. */
export function integrationPayload(github: GitHub) {
  const { app, world } = github;
  return {
    id: app.id,
    client_id: app.clientId,
    node_id: nodeId('Integration', app.id),
    slug: app.slug,
    name: app.slug,
    owner: userPayload(github, app.bot),
    description: null,
    external_url: 'https://tailrace.example',
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: stamp(app.createdAt),
    updated_at: stamp(app.createdAt),
    permissions: { ...app.permissions },
    events: EVENTS,
  } satisfies Like<'integration'>;
}

export function installationPayload(github: GitHub, installation: Installation) {
  const { app } = github;
  const api = `${apiUrl(github)}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    account: userPayload(github, installation.account),
    repository_selection: 'selected' as const,
    access_tokens_url: `${api}/access_tokens`,
    repositories_url: `${apiUrl(github)}/installation/repositories`,
    html_url: `${github.world.url}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: installation.account.id,
    target_type: installation.account.kind === 'organization' ? 'Organization' : 'User',
    permissions: { ...installation.permissions },
    events: EVENTS,
    created_at: stamp(app.createdAt),
    updated_at: stamp(app.createdAt),
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  } satisfies Like<'installation'>;
}
