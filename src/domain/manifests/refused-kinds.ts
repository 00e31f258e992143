import { z } from 'zod';
import { type AllowedKinds, judgeKind } from './allowed-kinds.ts';
import { readTemplate, type TemplateFile, type TemplateMistake } from './template-document.ts';

const kinded = z.object({ apiVersion: z.string(), kind: z.string() });

/** No kind depends on what a release fills in. */
const standIns = { image: '', name: '', namespace: '', environment: '', release: '' };

/** The objects in templates whose kind is not allowed, found before there is a release to render them for. */
export function refusedKinds(files: readonly TemplateFile[], allowed: AllowedKinds): TemplateMistake[] {
  const read = files.filter(({ path }) => /\.ya?ml$/i.test(path));
  return read.flatMap((file) =>
    readTemplate(file, standIns).documents.flatMap(({ line, value }) => {
      const object = kinded.safeParse(value);
      const why = object.success && judgeKind(object.data.apiVersion, object.data.kind, allowed);
      return why ? [{ path: file.path, line, ...why }] : [];
    }),
  );
}
