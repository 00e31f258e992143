import { createTerminalLines, type TerminalLines } from '../../domain/terminal-lines.ts';
import type { BuildTrace, BuildVertex } from './build-trace.ts';

const lastLinesKept = 20;

interface Step {
  readonly number: number;
  readonly name: string;
  readonly streams: Map<number, TerminalLines>;
  readonly lastLines: string[];
  over: boolean;
}

/** The step that failed: its name as the builder gives it (`[2/6] RUN pip install …`) and the end of its output. */
export interface FailedStep {
  readonly name: string;
  readonly lastLines: readonly string[];
}

export interface BuildLog {
  add(trace: BuildTrace): void;
  failedStep(): FailedStep | undefined;
}

/** A readable log out of BuildKit's progress: `#5 [2/6] RUN …`, `#5 <output>`, `#5 DONE 3.2s`. */
export function createBuildLog(onLine: (line: string) => void): BuildLog {
  const steps = new Map<string, Step>();
  let failed: FailedStep | undefined;

  function stepOf(vertex: BuildVertex): Step {
    const known = steps.get(vertex.digest);
    if (known) return known;
    const step = {
      number: steps.size + 1,
      name: vertex.name,
      streams: new Map(),
      lastLines: [],
      over: false,
    };
    steps.set(vertex.digest, step);
    onLine(`#${step.number} ${step.name}`);
    return step;
  }

  function end(step: Step, vertex: BuildVertex): void {
    if (step.over) return;
    step.over = true;
    for (const stream of step.streams.values()) stream.end();
    if (vertex.error) failed ??= step;
    onLine(`#${step.number} ${outcome(vertex)}`);
  }

  function output(step: Step, line: string): void {
    step.lastLines.push(line);
    if (step.lastLines.length > lastLinesKept) step.lastLines.shift();
    onLine(`#${step.number} ${line}`);
  }

  return {
    add(trace) {
      // A step is announced with the whole graph; its number is given when it starts.
      for (const vertex of trace.vertexes) if (vertex.started) stepOf(vertex);
      for (const log of trace.logs) {
        const step = steps.get(log.vertex);
        if (step) streamOf(step, log.stream, (line) => output(step, line)).write(log.msg);
      }
      for (const vertex of trace.vertexes) if (vertex.completed) end(stepOf(vertex), vertex);
    },
    failedStep: () => failed,
  };
}

function streamOf(step: Step, stream: number, onLine: (line: string) => void): TerminalLines {
  const lines = step.streams.get(stream) ?? createTerminalLines(onLine);
  step.streams.set(stream, lines);
  return lines;
}

function outcome(vertex: BuildVertex): string {
  if (vertex.error) return `ERROR: ${vertex.error}`;
  if (vertex.cached) return 'CACHED';
  const { started, completed } = vertex;
  if (!started || !completed) return 'DONE';
  const seconds = completed.seconds - started.seconds + (completed.nanos - started.nanos) / 1e9;
  return `DONE ${seconds.toFixed(1)}s`;
}
