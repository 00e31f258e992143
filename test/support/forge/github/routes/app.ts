import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  type GitHub,
  type Installation,
  type InstallationToken,
  installationOf,
  installedRepositories,
  type Permissions,
} from '../github.ts';
import { pageOf, paging } from '../pagination.ts';
import { installationPayload, integrationPayload } from '../payloads/app.ts';
import { repositoryPayload } from '../payloads/repository.ts';
import { stamp } from '../payloads/shape.ts';
import { badCredentials, notFound, RestError } from '../rest-error.ts';
import { nothing, type RawCall, route } from '../route.ts';

const TOKEN_LIFE_MS = 3_600_000;

const TokenWish = z.strictObject({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
});

/** @throws RestError 401 when somebody else than the app itself asks. */
export function requireApp({ caller }: RawCall): void {
  if (caller.kind !== 'app') throw badCredentials('A JSON web token could not be decoded');
}

export const appRoutes = [
  route('GET /app', nothing, (call) => {
    requireApp(call);
    const body = { ...integrationPayload(call.github), installations_count: call.github.installations.size };
    return { status: 200, body };
  }),

  route('GET /app/installations', z.strictObject(paging), (call) => {
    requireApp(call);
    const all = [...call.github.installations.values()];
    return pageOf(
      call,
      all.map((installation) => installationPayload(call.github, installation)),
    );
  }),

  route('GET /repos/:owner/:repo/installation', nothing, (call) => {
    requireApp(call);
    const repository = call.github.world.repositories.get(`${call.param('owner')}/${call.param('repo')}`);
    const installation = repository && installationOf(call.github, repository);
    if (!installation) throw notFound();
    return { status: 200, body: installationPayload(call.github, installation) };
  }),

  route('POST /app/installations/:id/access_tokens', TokenWish, (call) => {
    requireApp(call);
    const all = [...call.github.installations.values()];
    const installation = all.find(({ id }) => id === Number(call.param('id')));
    if (!installation) throw notFound();
    const token = issueToken(call.github, installation, call.input);
    const { permissions, repositoryIds } = token;
    const reached = installedRepositories(call.github, installation).filter(({ id }) =>
      repositoryIds?.has(id),
    );
    const body = {
      token: token.token,
      expires_at: stamp(token.expiresAt),
      permissions,
      repository_selection: 'selected',
      ...(repositoryIds && { repositories: reached.map((one) => repositoryPayload(call.github, one)) }),
    };
    return { status: 201, body };
  }),

  route('GET /installation/repositories', z.strictObject(paging), (call) => {
    if (call.caller.kind !== 'installation') throw badCredentials();
    const { installation, repositoryIds } = call.caller.token;
    const all = installedRepositories(call.github, installation).filter(
      ({ id }) => repositoryIds?.has(id) ?? true,
    );
    const items = all.map((repository) => repositoryPayload(call.github, repository));
    return pageOf(call, items, (page) => ({
      total_count: items.length,
      repository_selection: 'selected',
      repositories: page,
    }));
  }),
];

function issueToken(
  github: GitHub,
  installation: Installation,
  wish: z.output<typeof TokenWish>,
): InstallationToken {
  const token: InstallationToken = {
    token: `ghs_${randomBytes(18).toString('hex')}`,
    installation,
    permissions: narrowed(installation.permissions, wish.permissions),
    repositoryIds: chosenRepositories(github, installation, wish),
    expiresAt: new Date(github.world.now().getTime() + TOKEN_LIFE_MS),
  };
  github.tokens.set(token.token, token);
  return token;
}

/** Reading the metadata comes with every permission. */
function narrowed(granted: Permissions, wanted: Permissions | undefined): Permissions {
  if (!wanted) return granted;
  for (const [name, level] of Object.entries(wanted))
    if (granted[name] !== 'write' && granted[name] !== level)
      throw new RestError(422, 'The permissions requested are not granted to this installation.', {
        problem: `permission that the installation does not have: ${name}: ${level}`,
      });
  return { metadata: 'read', ...wanted };
}

function chosenRepositories(
  github: GitHub,
  installation: Installation,
  { repositories, repository_ids }: z.output<typeof TokenWish>,
): ReadonlySet<number> | undefined {
  if (!repositories && !repository_ids) return undefined;
  const all = installedRepositories(github, installation);
  const byName = (repositories ?? []).map((name) => all.find((one) => one.name === name)?.id);
  const byId = (repository_ids ?? []).map((id) => all.find((one) => one.id === id)?.id);
  const found = [...byName, ...byId].filter((id) => id !== undefined);
  if (found.length < byName.length + byId.length)
    throw new RestError(422, 'There is at least one repository that does not exist or is not accessible.');
  return new Set(found);
}
