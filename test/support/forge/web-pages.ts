import { extname } from 'node:path';
import { tryGit } from './git.ts';
import type { Face } from './http-server.ts';
import type { World } from './world.ts';

const FILE_PAGE = new URLPattern({ pathname: '/:owner/:name/:view(blob|raw)/:rest(.+)' });

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** What links in comments lead to. Whoever looks is taken for somebody who is logged in and may read. */
export function webPages(world: World): Face {
  return {
    handles: (url) => FILE_PAGE.test(url),
    async answer(url, _request, response) {
      const { owner, name, rest = '' } = FILE_PAGE.exec(url)?.pathname.groups ?? {};
      const repository = world.repositories.get(`${owner}/${name}`);
      const file = repository && (await findFile(repository.gitDir, decodeURIComponent(rest).split('/')));
      if (!file) {
        response.writeHead(404).end('Not found\n');
        return { as: 'visitor', problem: 'a link that leads nowhere' };
      }
      response
        .writeHead(200, { 'content-type': TYPES[extname(rest)] ?? 'text/plain; charset=utf-8' })
        .end(file);
      return { as: 'visitor' };
    },
  };
}

/** Branch names have slashes too: the shortest one that has the file wins. */
async function findFile(gitDir: string, parts: readonly string[]): Promise<Buffer | undefined> {
  for (let length = 1; length < parts.length; length += 1) {
    const name = `${parts.slice(0, length).join('/')}:${parts.slice(length).join('/')}`;
    const result = await tryGit(gitDir, ['cat-file', 'blob', name]);
    if (result.code === 0) return result.stdout;
  }
  return undefined;
}
