import type { MistakePath } from '../yaml/mistake.ts';
import { pathsTo } from '../yaml/value-at.ts';

const everywhere = [
  'notebook.resources.cpu',
  'notebook.resources.memory',
  'notebook.timeout',
  'notebook.network',
  'notebook.secrets',
  'gitops.repository',
  'gitops.branch',
  'gitops.folder',
  'datasets.*.volume',
];
const ofTheFile = ['name', 'image', 'image.repository', 'evidence.repository'];
const ofAnEnvironment = ['name', 'namespace', 'cluster', 'create_namespace'];

/** Where the keys that an operator's policy judges stand in a file, of those that are there. */
export function judgedPaths(data: unknown): MistakePath[] {
  const own = [...ofAnEnvironment, ...everywhere].map((key) => `environments.*.${key}`);
  return [...ofTheFile, ...everywhere, ...own].flatMap((key) => pathsTo(data, key.split('.')));
}
