import type { Run } from '../../ports/run.ts';

/** A part of a run whose steps have names of their own, so that what another part does too is done for each. */
export function partOf(run: Run, part: string): Run {
  return {
    id: run.id,
    signal: run.signal,
    step: (name, output, action) => run.step(`${part}: ${name}`, output, action),
    outputOf: (name, output) => run.outputOf(`${part}: ${name}`, output),
    describe: (subject) => run.describe(subject),
    beginWriting: () => run.beginWriting(),
  };
}
