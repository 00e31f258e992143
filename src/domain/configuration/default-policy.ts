import { cpuCores, memoryBytes } from '../quantity.ts';
import { inFileOrder, type Mistake, quoted } from '../yaml/mistake.ts';
import type { Place } from '../yaml/yaml-places.ts';
import type { Configuration, EnvironmentSettings, RepositoryName } from './configuration.ts';
import { defaultNotebookResources } from './defaults.ts';
import { imagePathSegments } from './image-repository.ts';

/**
 * What holds where the operator gave no policy: the image's path contains the repository's owner and name, manifests go
 * to the repository itself, notebooks have neither network nor secrets, and get 2 cores and 4Gi at most.
 */
export function checkAgainstDefaultPolicy(
  configuration: Configuration,
  repository: RepositoryName,
): Mistake[] {
  const ofEnvironments = configuration.environments.flatMap((environment, index) =>
    judge(environment, (key) => at(configuration, index, key)),
  );
  return inFileOrder(unique([...imageMistakes(configuration, repository), ...ofEnvironments]));
}

type Located = Place & { readonly path: string };

function imageMistakes(configuration: Configuration, { owner, name }: RepositoryName): Mistake[] {
  const segments = imagePathSegments(configuration.image.repository);
  const wanted = `${owner}/${name}`.toLowerCase();
  if (`/${segments.join('/')}/`.includes(`/${wanted}/`)) return [];
  const path = configuration.places['image.repository'] === undefined ? 'image' : 'image.repository';
  const message = `The image's path ${quoted(segments.join('/'))} does not contain ${quoted(wanted)}, so it could be another repository's.`;
  return [
    {
      ...place(configuration, path),
      path,
      message,
      remedy: `Write a path that contains ${quoted(wanted)}, or ask the operator for a policy that allows this one.`,
    },
  ];
}

function judge({ notebook, gitops }: EnvironmentSettings, locate: (key: string) => Located): Mistake[] {
  const { cpu, memory } = notebook.resources;
  const most = defaultNotebookResources;
  return [
    ...refuse(
      (cpuCores(cpu) ?? 0) > (cpuCores(most.cpu) ?? 0),
      locate('notebook.resources.cpu'),
      `${quoted(cpu)} is more CPU than the ${most.cpu} cores that are allowed here`,
    ),
    ...refuse(
      (memoryBytes(memory) ?? 0) > (memoryBytes(most.memory) ?? 0),
      locate('notebook.resources.memory'),
      `${quoted(memory)} is more memory than the ${most.memory} that are allowed here`,
    ),
    ...refuse(notebook.network, locate('notebook.network'), 'Network is not allowed here'),
    ...refuse(notebook.secrets.length > 0, locate('notebook.secrets'), 'Secrets are not allowed here'),
    ...refuse(
      gitops.repository !== undefined,
      locate('gitops.repository'),
      'Another repository for the manifests is not allowed here',
    ),
  ];
}

function refuse(refused: boolean, located: Located, why: string): Mistake[] {
  if (!refused) return [];
  return [
    {
      ...located,
      message: `${why}.`,
      remedy: 'Ask for less, or ask the operator for a policy that allows it.',
    },
  ];
}

/** Where the environment got the value from: its own key, else the file's. */
function at(configuration: Configuration, index: number, key: string): Located {
  const own = `environments[${index}].${key}`;
  const path = configuration.places[own] === undefined ? key : own;
  return { ...place(configuration, path), path };
}

function place(configuration: Configuration, path: string): Place {
  return configuration.places[path] ?? { line: 1, column: 1 };
}

/** A key of the file holds for every environment; it is told once. */
function unique(mistakes: readonly Mistake[]): Mistake[] {
  return [...new Map(mistakes.map((mistake) => [mistake.path, mistake])).values()];
}
