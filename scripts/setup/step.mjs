/** Tells, in one line each, what a set-up does, and what a person can do where it fails. */

/** A failure whose text is for the person who typed the command: what happened, why, what to do. */
export class SetUpError extends Error {
  /** @override */
  name = 'SetUpError';
}

/**
 * Runs one step of a set-up and prints one line: its name, what came of it, and its time.
 * @template T
 * @param {string} name what the step is for, a few words
 * @param {(note: (text: string) => void) => Promise<T>} work says by `note` what came of it
 * @returns {Promise<T>} what `work` returns
 */
export async function step(name, work) {
  const begun = performance.now();
  let said = 'done';
  try {
    const result = await work((text) => {
      said = text;
    });
    process.stdout.write(`ok    ${name}: ${said} (${seconds(begun)})\n`);
    return result;
  } catch (error) {
    process.stdout.write(`fail  ${name} (${seconds(begun)})\n`);
    throw error;
  }
}

/** Prints a line while a step that takes long is at it. @param {string} text */
export function tell(text) {
  process.stdout.write(`...   ${text}\n`);
}

/** @param {number} begun a `performance.now()` @returns {string} the time since then, for a person */
export function seconds(begun) {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}

/**
 * Runs a script's main function: a SetUpError is printed as its text, anything else with its whole chain.
 * @param {() => Promise<number>} main returns the exit code
 */
export async function runAsScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof SetUpError) process.stderr.write(`\n${error.message}\n`);
    else console.error(error);
  }
}
