import type { TestProgram } from '../configuration/configuration.ts';
import { readExecutedNotebook } from '../notebook/executed.ts';
import { parameterDefaults } from '../notebook/parameter-defaults.ts';

/** What a test can be given: what its configuration gives it, and what the notebook's cell tagged `parameters` sets. */
export function knownParameters(
  program: TestProgram,
  configured: Readonly<Record<string, unknown>>,
  notebook: string | undefined,
): readonly string[] {
  const read = program.kind === 'notebook' && notebook ? readExecutedNotebook(notebook) : undefined;
  const defaults = read ? (parameterDefaults(read) ?? []) : [];
  return [...new Set([...Object.keys(configured), ...defaults.map(({ name }) => name)])];
}
