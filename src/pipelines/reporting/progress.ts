import type { TestReport } from '../../domain/test-report.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { RunHistory } from '../../ports/run.ts';
import type { Progress } from '../testing/test-subject.ts';
import { type Audience, type PublishPorts, publish, showCheck } from './publish.ts';

export interface ProgressPorts extends PublishPorts {
  readonly clock: Clock;
  readonly history: RunHistory;
  readonly log: Log;
}

/** Seconds between two edits of a check for each run that is under way: the forge's budget for writing is shared by all. */
const secondsForEachRun = 2;

/**
 * Shows how far a test is: a new phase on the check and in the comment, finished cells on the check only, at an interval that grows with
 * the number of runs. A cell count that can't be shown is not worth failing a run for: it is logged. A run that was ended shows nothing.
 */
export function reportProgress(
  ports: ProgressPorts,
  audience: Audience,
  running: TestReport,
  signal: AbortSignal,
): Progress {
  let phase = running.phase;
  let next = 0;
  let showing: Promise<void> = Promise.resolve();
  const show = async (text: string) => {
    await showCheck(ports.checks, audience, { ...running, phase: text }).catch((error: unknown) => {
      ports.log.warn({ error }, 'progress was not shown');
    });
    next = ports.clock.now().getTime() + secondsForEachRun * 1000 * Math.max(1, await ports.history.active());
  };
  return {
    phase: async (text) => {
      phase = text;
      await showing;
      signal.throwIfAborted();
      await publish(ports, audience, { ...running, phase: text });
    },
    cells: (done, total) => {
      if (signal.aborted || ports.clock.now().getTime() < next) return;
      next = Number.POSITIVE_INFINITY;
      showing = show(`${phase}, cell ${done} of ${total}`);
    },
    settle: () => showing,
  };
}
