import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { FakeForge } from './fake-forge.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** The app as GitHub's own client library makes it: with `repository`, its installation there; else the app itself. */
export function appClient(forge: FakeForge, repository?: string): Octokit {
  const { id: appId, privateKey } = forge.app;
  const installationId = repository === undefined ? undefined : forge.installationId(repository);
  return new Octokit({
    baseUrl: forge.apiUrl,
    log: quiet,
    authStrategy: createAppAuth,
    auth: { appId, privateKey, ...(installationId !== undefined && { installationId }) },
  });
}

/** Anybody with a token, or without one. */
export function tokenClient(forge: FakeForge, token?: string): Octokit {
  return new Octokit({ baseUrl: forge.apiUrl, log: quiet, ...(token !== undefined && { auth: token }) });
}
