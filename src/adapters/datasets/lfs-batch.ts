import pRetry from 'p-retry';
import { z } from 'zod';
import { PersonError } from '../../domain/person-error.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { lfsRefusedText } from '../../domain/texts/lfs.ts';
import type { GitRemote, GitRemotes } from '../../ports/forge.ts';
import type { LfsFile } from '../../ports/lfs.ts';

/** Where an object's content is to be had, and the headers that are to be sent along. */
export interface LfsDownload {
  readonly file: LfsFile;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the forge itself is reached without https. */
  readonly plainHttp: boolean;
}

export interface LfsAnswer {
  readonly downloads: readonly LfsDownload[];
  /** Files whose contents the forge does not have. */
  readonly missing: readonly LfsFile[];
}

const answerSchema = z.object({
  objects: z.array(
    z.object({
      oid: z.string(),
      authenticated: z.boolean().nullish(),
      actions: z
        .object({
          download: z.object({ href: z.url(), header: z.record(z.string(), z.string()).nullish() }).nullish(),
        })
        .nullish(),
      error: z.object({ code: z.number(), message: z.string().nullish() }).nullish(),
    }),
  ),
});

const mediaType = 'application/vnd.git-lfs+json';
const requestMs = 30_000;

/**
 * Asks the forge where these contents lie (https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md). Throws a {@link PersonError}
 * where it refuses to tell.
 */
export async function askBatch(
  remotes: GitRemotes,
  repository: RepositoryRef,
  files: readonly LfsFile[],
  retryMs: number,
): Promise<LfsAnswer> {
  const remote = await remotes.remote(repository);
  const first = await ask(remote, files, retryMs);
  const renewed = first.status === 401 ? await remotes.remote(repository, remote) : remote;
  const answer = first.status === 401 ? await ask(renewed, files, retryMs) : first;
  const text = await answer.text();
  if (!answer.ok) throw refusal(answer.status, text);
  return read(renewed, files, answerSchema.parse(JSON.parse(text)));
}

function ask(remote: GitRemote, files: readonly LfsFile[], retryMs: number): Promise<Response> {
  const objects = files.map(({ oid, bytes }) => ({ oid, size: bytes }));
  const body = JSON.stringify({ operation: 'download', transfers: ['basic'], objects, hash_algo: 'sha256' });
  const headers = { accept: mediaType, 'content-type': mediaType, authorization: remote.authorization };
  return pRetry(
    async () => {
      const signal = AbortSignal.timeout(requestMs);
      const answer = await fetch(`${remote.url}/info/lfs/objects/batch`, {
        method: 'POST',
        headers,
        body,
        signal,
      });
      if (answer.status === 429 || answer.status >= 500) throw refusal(answer.status, await answer.text());
      return answer;
    },
    { retries: 4, minTimeout: retryMs, randomize: true },
  );
}

const sayingSchema = z.object({ message: z.string() });

function refusal(status: number, text: string): PersonError {
  const said = z.preprocess(parseJson, sayingSchema).safeParse(text);
  const { title, message } = lfsRefusedText(status, said.success ? said.data.message : '');
  return new PersonError(title, message);
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function read(
  remote: GitRemote,
  files: readonly LfsFile[],
  { objects }: z.infer<typeof answerSchema>,
): LfsAnswer {
  const forge = new URL(remote.url);
  const found = files.map((file) => {
    const object = objects.find(({ oid }) => oid === file.oid);
    const download = object?.error ? undefined : object?.actions?.download;
    if (!download) return { file, url: undefined };
    const { href: url, header } = download;
    // Only the forge itself gets our token, and only where it does not give another.
    const ours = new URL(url).origin === forge.origin && !object?.authenticated && !header;
    const headers = { ...(ours ? { authorization: remote.authorization } : {}), ...header };
    return { file, url, headers, plainHttp: forge.protocol === 'http:' };
  });
  return {
    downloads: found.flatMap((each) => (each.url === undefined ? [] : [each])),
    missing: found.flatMap(({ file, url }) => (url === undefined ? [file] : [])),
  };
}
