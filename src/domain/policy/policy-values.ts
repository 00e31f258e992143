import { z } from 'zod';
import { judgeImageRepository } from '../configuration/image-repository.ts';
import { text } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';
import { fillPlaceholders, judgePattern } from './pattern.ts';

const patternOfRepositories = (example: string, may: Parameters<typeof judgePattern>[1]) =>
  text(
    'a pattern of repositories',
    example,
    (pattern) =>
      judgePattern(pattern, may) ??
      (pattern.includes('/') || pattern === '**'
        ? undefined
        : { is: `names no owner: ${quoted(pattern)}`, write: `Write ${quoted(`${pattern}/*`)} or \`**\`.` }),
  );
export const repositoryPattern = patternOfRepositories('acme/*', 'none');
export const evidencePattern = patternOfRepositories('{owner}/{name}-evidence', 'placeholders');
export const pattern = (example: string) =>
  text('a pattern', example, (given) => judgePattern(given, 'placeholders'));
export const imagePrefix = text(
  'a prefix of image repositories',
  'registry.example.com/{owner}/{name}',
  (prefix) => judgeImageRepository(fillPlaceholders(prefix, { owner: 'owner', name: 'name' })),
);
export const kind = text('a kind of Kubernetes objects', 'Deployment', (given) =>
  /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Z][A-Za-z0-9]*$/.test(given)
    ? undefined
    : {
        is: `is not a kind: ${quoted(given)}`,
        write:
          'Write for example `Deployment`, or `monitoring.coreos.com/ServiceMonitor` for one of a group.',
      },
);
/** Source: https://docs.docker.com/reference/api/engine/ (VolumeCreate) */
export const dockerVolume = text('the name of a volume on the Engine', 'tailrace-customers', (given) =>
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(given)
    ? undefined
    : { is: `can't name a volume: ${quoted(given)}`, write: 'Write the name that `docker volume ls` shows.' },
);
export const hostName = text('the name of a host', 'data.internal.example.com', (given) =>
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(given)
    ? undefined
    : { is: `is not the name of a host: ${quoted(given)}`, write: 'Write it in lower case, without a port.' },
);

export const list = <T extends z.ZodType>(item: T, title: string, example: unknown) =>
  z
    .array(item)
    .min(1)
    .meta({ title, examples: [[example]] });
