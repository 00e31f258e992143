import type { MistakePath } from '../yaml/mistake.ts';

const ofNotebook = [
  ['notebook', 'resources', 'cpu'],
  ['notebook', 'resources', 'memory'],
  ['notebook', 'network'],
  ['notebook', 'secrets'],
  ['gitops', 'repository'],
] as const;

/** The keys that an operator's policy judges, of the file and of each environment. */
export function judgedPaths(environments: number): MistakePath[] {
  const indexes = Array.from({ length: environments }, (_, index) => index);
  const own = indexes.flatMap((index) => ofNotebook.map((path) => ['environments', index, ...path]));
  return [['image'], ['image', 'repository'], ...ofNotebook, ...own];
}
