import type { Approval, ApprovalRule } from './approvals/approval.ts';
import type { Baseline } from './baseline.ts';
import type { JudgedDataset } from './data-checks/judge-data.ts';
import type { JudgedGate } from './gates/judge-gates.ts';
import type { Held } from './holds/hold.ts';
import type { NotebookChanges } from './notebook/notebook-changes.ts';
import type { Proposed } from './proposed.ts';
import type { ShownPlot } from './shown.ts';
import type { TestResult } from './test-result.ts';

/** A picture in the evidence, by URLs of the forge. */
export interface Picture {
  /** What shows it within a comment. */
  readonly image: string;
  /** Its own page. */
  readonly page: string;
}

/** A line of a file of the head, from 1. */
export interface MarkedLine {
  readonly path: string;
  readonly line: number;
}

export interface PlotPair {
  readonly plot: ShownPlot;
  readonly now: Picture;
  /** The same plot of the release that runs now. */
  readonly before?: Picture | undefined;
}

export type StationState = 'done' | 'here' | 'failed' | 'ahead';

export interface MetricSpeech {
  readonly label?: string | undefined;
  readonly unit?: string | undefined;
  readonly better?: 'higher' | 'lower' | undefined;
}

export interface Problem {
  /** One line without Markdown: what happened. */
  readonly title: string;
  /** Markdown: what happened, why, what to do. */
  readonly message: string;
  /** Whether a person has to decide something, instead of mending something. */
  readonly needsAction?: boolean | undefined;
  /** Whether a person did not want it tested. */
  readonly cancelled?: boolean | undefined;
}

/** All that the comment and the check of a test say; the texts turn it into words. */
export interface TestReport {
  readonly name: string;
  readonly environment: string;
  readonly state: 'running' | 'passed' | 'failed';
  readonly phase?: string | undefined;
  readonly problem?: Problem | undefined;
  readonly result?: TestResult | undefined;
  readonly gates: readonly JudgedGate[];
  readonly metrics: Readonly<Record<string, MetricSpeech>>;
  /** What was found in the data, judged. */
  readonly data?: readonly JudgedDataset[] | undefined;
  readonly baseline?: Baseline | undefined;
  /** What changed in the notebook since the release that runs now; undefined where there is nothing to compare. */
  readonly changes?: NotebookChanges | undefined;
  /** The plots that the test showed, beside those of the baseline. */
  readonly plots?: readonly PlotPair[] | undefined;
  /** The line that failed, where the head has it. */
  readonly marked?: MarkedLine | undefined;
  /** The result was measured by an earlier run and is used again. */
  readonly reused: boolean;
  /** It lies on the environment's branch already: there is no pull request to hold back. */
  readonly merged?: boolean | undefined;
  /** The notebook runs again at the merge, since what it runs with changes by it. */
  readonly runsAgain?: boolean | undefined;
  /** Its head comes from a fork: what was made for it is not kept. */
  readonly fork?: boolean | undefined;
  /** Markdown sentences that the reader should know. */
  readonly notes: readonly string[];
  readonly road: readonly { readonly environment: string; readonly state: StationState }[];
  readonly base?: { readonly branch: string; readonly commit: string } | undefined;
  readonly links: Readonly<Record<string, string>>;
  readonly deployed?:
    | {
        readonly release: string;
        readonly by: string;
        /** Why nothing is served: the end of the sentence "Nothing is served: …". */
        readonly nothingServed?: string | undefined;
      }
    | undefined;
  /** What holds the environment: merging deploys nothing, or, of what was merged, nothing was deployed. */
  readonly held?: Held | undefined;
  /** Whose approval its environment wants, and whether it is there; only where it passed. */
  readonly approval?: { readonly rule: ApprovalRule; readonly approval: Approval } | undefined;
  /** It passed, and a person has to merge its manifests. */
  readonly proposed?: Proposed | undefined;
}
