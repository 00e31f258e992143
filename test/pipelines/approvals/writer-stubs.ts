import type { Deployment } from '../../../src/domain/release.ts';
import type { WriterPorts } from '../../../src/pipelines/approvals/writers-of.ts';
import type { CommitInfo } from '../../../src/ports/git.ts';

/** The ports of a repository in which a pull request carries these commits; `asked` is between which ones they were asked for. */
export function portsFrom(
  commits: readonly CommitInfo[],
  { deployed }: { readonly deployed?: string } = {},
): WriterPorts & { readonly asked: (string | undefined)[][] } {
  const asked: (string | undefined)[][] = [];
  return {
    asked,
    git: {
      committer: { email: 'Tailrace@x.example' },
      fetch: async () => undefined,
      fetchIfThere: async (_, wanted) => new Set(wanted),
      log: async (_, from, to) => {
        asked.push([from, to]);
        return commits;
      },
      merge: async () => ({ kind: 'tree', tree: 'merged' }),
    },
    accounts: {
      ofAddress: async (_, { address }) =>
        address === 'nobody@x.example' ? undefined : address.split('@')[0],
    },
    deployments: { list: async () => (deployed === undefined ? [] : [deploymentOf(deployed)]) },
  };
}

export function deploymentOf(commit: string): Deployment {
  const image = { repository: 'registry.example.com/acme/churn', digest: 'sha256:1', exposedPorts: [] };
  return {
    ...{ environment: 'qa', head: 'h', testResult: 'r', by: 'dana', at: '2026-01-01T00:00:00Z' },
    release: { commit, sourceTree: 't', image },
    evidence: { commit: 'e', path: 'releases' },
  };
}
