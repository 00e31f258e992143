import type { ExecutedNotebook } from './executed.ts';

/** What a cell tagged `parameters` sets by itself: the default, as it is written there. */
export interface ParameterDefault {
  readonly name: string;
  readonly written: string;
}

/** An assignment as papermill reads it (papermill 2.7.0, `PythonTranslator.PARAMETER_PATTERN`): `name: type = value  # help`. */
const assignment = /^(\w+)\s*(?::\s*["']?\w[\w[\],\s]*["']?\s*)?=\s*(.*?)\s*(?:#.*)?$/;

/** The parameters that the notebook knows, with their defaults; undefined where no cell is tagged `parameters`. */
export function parameterDefaults(notebook: ExecutedNotebook): readonly ParameterDefault[] | undefined {
  const cell = notebook.cells.find(({ metadata }) => metadata.tags?.includes('parameters'));
  return cell?.source.split('\n').flatMap((line) => {
    const [, name, written] = assignment.exec(line) ?? [];
    return name !== undefined && written !== undefined ? [{ name, written }] : [];
  });
}

/** A parameter that was given as another kind of value than its default is. */
export interface Mistyped {
  readonly name: string;
  /** `a text`, `a number`, … */
  readonly given: string;
  readonly expected: string;
}

export function mistypedParameters(
  notebook: ExecutedNotebook,
  parameters: Readonly<Record<string, unknown>>,
): readonly Mistyped[] {
  return (parameterDefaults(notebook) ?? []).flatMap(({ name, written }) => {
    const given = Object.hasOwn(parameters, name) ? kindOf(parameters[name]) : undefined;
    const expected = kindOfLiteral(written);
    return given && expected && given !== expected ? [{ name, given, expected }] : [];
  });
}

function kindOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return value === null ? undefined : 'a map';
  }
}

/** The kind of a Python literal, by how it begins; undefined for all else, of which nothing is known. */
function kindOfLiteral(written: string): string | undefined {
  if (/^(True|False)$/.test(written)) return 'true or false';
  if (/^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written)) return 'a number';
  if (/^[rbuf]{0,2}["']/i.test(written)) return 'a text';
  if (/^[[(]/.test(written)) return 'a list';
  return written.startsWith('{') ? 'a map' : undefined;
}
