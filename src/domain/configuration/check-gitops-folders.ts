import { type Finding, quoted } from '../yaml/mistake.ts';
import { valueAt } from '../yaml/value-at.ts';
import type { Configuration, EnvironmentSettings } from './configuration.ts';
import { gitOpsFolders } from './gitops-folders.ts';
import { liesIn } from './repository-path.ts';

type Filled = Omit<Configuration, 'places'>;

/**
 * A GitOps folder is no part of the source tree, so nothing that is built, tested or rendered may lie in it.
 * `data` is the file itself, to tell whose folder it is.
 */
export function checkGitOpsFolders(data: unknown, configuration: Filled): Finding[] {
  const sources = sourcesOf(configuration);
  return gitOpsFolders(configuration).flatMap((folder) => {
    const inside = sources.find(({ path }) => liesIn(path, folder));
    if (inside === undefined) return [];
    const message = `The GitOps folder ${quoted(folder)} holds ${inside.what} ${quoted(inside.path)}; Tailrace replaces what lies there.`;
    return [
      {
        path: placeOfFolder(data, configuration, folder),
        message,
        remedy: 'Choose a folder that holds nothing but manifests, for example `deploy/kube`.',
      },
    ];
  });
}

type Source = { readonly what: string; readonly path: string };

function sourcesOf({ image, training, environments }: Filled): Source[] {
  return [
    { what: 'the configuration', path: '.tailrace.yml' },
    { what: 'the Dockerfile', path: image.dockerfile },
    { what: "the build's context", path: image.context },
    ...(training ? [{ what: 'the training notebook', path: training.path }] : []),
    ...environments.flatMap(sourcesOfEnvironment),
  ];
}

function sourcesOfEnvironment({ notebook, datasets, templates }: EnvironmentSettings): Source[] {
  return [
    ...(notebook.program.kind === 'notebook' ? [{ what: 'the notebook', path: notebook.program.path }] : []),
    ...datasets.flatMap((dataset) =>
      dataset.kind === 'path' ? [{ what: 'the dataset', path: dataset.path }] : [],
    ),
    ...(templates === undefined ? [] : [{ what: 'the templates', path: templates }]),
  ];
}

function placeOfFolder(data: unknown, { environments }: Filled, folder: string) {
  const index = environments.findIndex(({ gitops }) => gitops.folder === folder);
  const own = ['environments', index, 'gitops', 'folder'];
  return valueAt(data, own) === undefined ? ['gitops', 'folder'] : own;
}
