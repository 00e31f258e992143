import { lessMemory } from './notebook/exception-remedy.ts';
import type { Execution } from './notebook/execution.ts';
import type { Failure } from './test-result.ts';
import { mebibytes, timeText } from './texts/numbers.ts';

/** Lines of the log's end that are shown with a failure. */
const shownLines = 30;

/** Why a command failed; undefined where it passed: it ended by itself with exit code 0. */
export function judgeCommand(execution: Execution, words: readonly string[]): Failure | undefined {
  const failure = failureOf(execution, words);
  const said = execution.log.trimEnd().split('\n').slice(-shownLines).join('\n');
  return failure && said !== '' ? { ...failure, traceback: said } : failure;
}

function failureOf(execution: Execution, [program = '']: readonly string[]): Failure | undefined {
  const { exitCode, timedOut, outOfMemory, timeoutSeconds, memoryBytes, peakBytes, log } = execution;
  if (timedOut)
    return {
      kind: 'run-timeout',
      what: `The command did not end within ${timeText(timeoutSeconds)}.`,
      remedy: 'Make it faster, or raise `notebook.timeout`.',
    };
  if (outOfMemory)
    return {
      kind: 'out-of-memory',
      what: `The command needed more memory than its limit of ${mebibytes(memoryBytes)}.`,
      why:
        peakBytes === undefined
          ? undefined
          : `The most that was seen before, by a look each second, was ${mebibytes(peakBytes)}.`,
      remedy: lessMemory,
    };
  if (exitCode === 0) return undefined;
  if (couldNotStart.test(log)) return missing(program);
  return killedCodes.includes(exitCode) ? killed : failed(exitCode);
}

/** What the Engine's init says of a program that it can't start (tini, with exit codes 126 and 127). */
const couldNotStart = /\[FATAL tini \(\d+\)\] exec \S+ failed: /;

function missing(program: string): Failure {
  const name = program.replaceAll(/[`\s]/g, '').slice(0, 80);
  return {
    kind: 'command-missing',
    what: `The image can't start \`${name}\`.`,
    why: 'There is no such program on its PATH, or it is not executable for the image’s user.',
    remedy: 'Install it in the Dockerfile, or correct `notebook.command`.',
  };
}

/** 128 and the number of SIGKILL or SIGTERM. */
const killedCodes = [137, 143];

const killed: Failure = {
  kind: 'killed',
  what: "The command's container was killed from outside.",
  why: 'Neither a limit of the test nor Tailrace ended it: the machine may have run out of memory, somebody stopped it, or its own code did.',
  remedy: 'Run the check again; if it happens again, ask the operator.',
};

function failed(exitCode: number): Failure {
  return {
    kind: 'command-failed',
    what: `The command ended with exit code ${exitCode}.`,
    remedy: 'The end of its log tells why; correct it and push.',
  };
}
