import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { ForgeLinks } from '../../ports/forge.ts';

/** Links into GitHub's pages; `webUrl` is `https://github.com` or an Enterprise Server's. */
export function githubLinks(webUrl: string): ForgeLinks {
  const home = ({ owner, name }: RepositoryRef) => `${webUrl.replace(/\/+$/, '')}/${owner}/${name}`;
  const file: ForgeLinks['file'] = (repository, commit, path) =>
    `${home(repository)}/blob/${commit}/${encodePath(path)}`;
  return {
    file,
    // With the reader's own session: a raw address would need a token for a private repository.
    picture: (repository, commit, path) => `${file(repository, commit, path)}?raw=true`,
    folder: (repository, commit, path) => `${home(repository)}/tree/${commit}/${encodePath(path)}`,
    commit: (repository, commit) => `${home(repository)}/commit/${commit}`,
    pullRequest: (repository, number) => `${home(repository)}/pull/${number}`,
    comment: (repository, { place, comment }) => {
      if (place.kind === 'commit')
        return `${home(repository)}/commit/${place.commit}#commitcomment-${comment}`;
      const page = place.kind === 'issue' ? 'issues' : 'pull';
      return `${home(repository)}/${page}/${place.number}#issuecomment-${comment}`;
    },
  };
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
