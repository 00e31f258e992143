import type { WhatGuards, WhatRuns } from '../../domain/configuration/environment-plan.ts';
import type { GitOpsLocation } from '../../domain/gitops-location.ts';
import type { Release } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestReport } from '../../domain/test-report.ts';
import type { TestResult } from '../../domain/test-result.ts';
import type { PullRequest } from '../../ports/forge.ts';

/** A release that has passed, and the head of the environment's branch that brought it. */
export interface PassedRelease {
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly environment: string;
  /** The branch's head. */
  readonly commit: string;
  readonly guards: WhatGuards;
  readonly runs: WhatRuns;
  readonly location: GitOpsLocation;
  readonly release: Release;
  readonly result: TestResult;
  /** What is said of it. */
  readonly report: TestReport;
  readonly brought: PullRequest | undefined;
}
