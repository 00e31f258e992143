import type { AllowedKinds } from './allowed-kinds.ts';
import { type ManifestFile, writeManifest } from './manifest-file.ts';
import { assertPinned } from './render-manifests.ts';
import {
  type Placeholders,
  readTemplate,
  type TemplateFile,
  type TemplateMistake,
} from './template-document.ts';
import { judgeObject, markObject } from './template-object.ts';

export type RenderedTemplates =
  | { readonly kind: 'ok'; readonly files: ManifestFile[] }
  | { readonly kind: 'mistakes'; readonly mistakes: TemplateMistake[] };

type Rendered = {
  readonly files: ManifestFile[];
  readonly mistakes: TemplateMistake[];
  readonly usesImage: boolean;
};

/**
 * The repository's own templates in place of the default manifests: placeholders replaced, checked, marked with the
 * release, one object a file. Files that are neither YAML nor JSON are left out; comments are lost. All mistakes at once.
 * Throws when the image is not pinned by digest or the release is no commit: a bug of the caller.
 */
export function renderTemplates(
  files: readonly TemplateFile[],
  values: Placeholders,
  allowed: AllowedKinds,
): RenderedTemplates {
  assertPinned(values.image, values.release);
  const read = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .filter(({ path }) => /\.(ya?ml|json)$/i.test(path));
  const rendered = read.map((file) => render(file, values, allowed));
  const written = rendered.flatMap((each) => each.files);
  const mistakes = [...rendered.flatMap((each) => each.mistakes), ...sameNames(read, written)];
  if (mistakes.length > 0) return { kind: 'mistakes', mistakes };
  if (written.length === 0) return { kind: 'mistakes', mistakes: [nothingThere] };
  if (!rendered.some(({ usesImage }) => usesImage)) return { kind: 'mistakes', mistakes: [notPinned(read)] };
  return { kind: 'ok', files: written };
}

function render(file: TemplateFile, values: Placeholders, allowed: AllowedKinds): Rendered {
  const wrongName = judgeName(file.path);
  if (wrongName !== undefined) return { files: [], mistakes: [wrongName], usesImage: false };
  const { documents, mistakes } = readTemplate(file, values);
  const objects = documents.map(({ line, value }) => ({
    line,
    judged: judgeObject(value, values.namespace, allowed),
  }));
  const refused = objects.flatMap(({ line, judged }) =>
    judged.kind === 'refused' ? [{ path: file.path, line, ...judged.why }] : [],
  );
  const marked = objects.flatMap(({ judged }) =>
    judged.kind === 'ok' ? [markObject(judged.object, values.namespace, values.release)] : [],
  );
  return {
    files: marked.map((object, index) => ({
      path: pathOf(file.path, index, marked.length),
      content: writeManifest(object),
    })),
    mistakes: [...mistakes, ...refused].sort((a, b) => a.line - b.line),
    usesImage: documents.some(({ usesImage }) => usesImage),
  };
}

/** `model.yml` → `model.yaml`; of several documents `model-01.yaml`, …, so that they apply in their order. */
function pathOf(path: string, index: number, count: number): string {
  const stem = path.replace(/\.ya?ml$/i, '');
  const number = String(index + 1).padStart(String(count).length, '0');
  return count === 1 ? `${stem}.yaml` : `${stem}-${number}.yaml`;
}

function judgeName(path: string): TemplateMistake | undefined {
  const at = { path, line: 1 };
  if (/\.json$/i.test(path))
    return {
      ...at,
      message: 'JSON is not read as a template.',
      remedy: 'Write the object as YAML, in a file that ends in `.yaml`.',
    };
  if (!/(^|\/)kustomization\.ya?ml$/i.test(path)) return undefined;
  return {
    ...at,
    message: 'kube-applier gets rendered manifests, never a kustomization.',
    remedy: 'Write the objects themselves.',
  };
}

function sameNames(files: readonly TemplateFile[], written: readonly ManifestFile[]): TemplateMistake[] {
  const paths = written.map(({ path }) => path);
  const twice = [...new Set(paths.filter((path, index) => paths.indexOf(path) !== index))];
  const path = files[0]?.path ?? '';
  const message = (name: string) => `Two templates would both be written as \`${name}\`.`;
  return twice.map((name) => ({ path, line: 1, message: message(name), remedy: 'Rename one of them.' }));
}

const nothingThere: TemplateMistake = {
  path: '',
  line: 1,
  message: 'The templates hold no Kubernetes object.',
  remedy: 'Add a file that ends in `.yaml`, or remove `templates` for the default manifests.',
};

function notPinned([first]: readonly TemplateFile[]): TemplateMistake {
  return {
    path: first?.path ?? '',
    line: 1,
    message: 'No template uses `${image}`, so the tested image would not be what runs.',
    remedy: 'Write `image: ${image}` in the container that serves the model.',
  };
}
