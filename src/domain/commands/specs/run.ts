import { parse } from 'yaml';
import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';
import { notPlain } from '../words.ts';

/** Run the test of a pull request with other parameters, to look at what comes out. */
export const runSchema = z.object({
  name: z.literal('run'),
  parameters: z.record(z.string(), z.json()),
});
export type RunExperimentCommand = z.infer<typeof runSchema>;

export const run: CommandSpec<RunExperimentCommand> = {
  usage: 'run [<name>=<value> …]',
  does: 'runs the test of this pull request with other parameters, as an experiment: a comment compares what comes out, and no check or evidence changes',
  examples: ['run threshold=0.3 region="north west"'],
  read: (words) => {
    const parameters = readParameters(words.join(' '));
    return parameters && { name: 'run', parameters };
  },
  need: () => ({ kind: 'role', role: 'write' }),
};

const mostParameters = 20;
const longest = 2000;

/** A name, and a value in quotes, in brackets, or up to the next space. */
const parameter = /^([A-Za-z_]\w{0,99})=("(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|[^\s"'[{]\S*)(?: |$)/;

function readParameters(text: string): Record<string, z.core.util.JSONType> | undefined {
  if (text.length > longest || text.includes(notPlain)) return undefined;
  const found = new Map<string, z.core.util.JSONType>();
  let rest = text;
  while (rest !== '') {
    const [whole, name, written] = parameter.exec(rest) ?? [];
    const value = written === undefined ? undefined : readValue(written);
    if (whole === undefined || name === undefined || value === undefined || found.has(name)) return undefined;
    found.set(name, value);
    rest = rest.slice(whole.length);
  }
  return found.size > mostParameters ? undefined : Object.fromEntries(found);
}

/** As YAML 1.2 reads it: `0.3` is a number, `true` is true, `no` is a text. Undefined for what is no YAML. */
function readValue(written: string): z.core.util.JSONType | undefined {
  try {
    const read = z.json().safeParse(parse(written, { schema: 'core', maxAliasCount: 0 }));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
