import type { DataFindings } from '../../../ports/data-checker.ts';
import type {
  ApprovedRuns,
  Audit,
  ClosedPullRequests,
  Deployments,
  Holds,
  ImageRecords,
  ImageRetention,
  Overrides,
  Overwrites,
  Promotions,
  Proposals,
  PullRequestRecords,
  Releases,
  Roads,
  Rollouts,
  TestResults,
  Withdrawals,
} from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { approvedRuns } from './approved-runs.ts';
import { auditTrail } from './audit.ts';
import { closedPullRequests } from './closed-pull-requests.ts';
import { dataFindings } from './data-findings.ts';
import { deployments } from './deployments.ts';
import { holds } from './holds.ts';
import { imageRetention } from './image-retention.ts';
import { imageRecords } from './images.ts';
import { overrides } from './overrides.ts';
import { overwrites } from './overwrites.ts';
import { promotions } from './promotions.ts';
import { proposals } from './proposals.ts';
import { pullRequestRecords } from './pull-request-records.ts';
import { releases } from './releases.ts';
import { roads } from './roads.ts';
import { rollouts } from './rollouts.ts';
import { testResults } from './test-results.ts';
import { withdrawals } from './withdrawals.ts';

/** Every record store, over one database. */
export interface Records {
  readonly images: ImageRecords;
  readonly imageRetention: ImageRetention;
  readonly testResults: TestResults;
  readonly dataFindings: DataFindings;
  readonly releases: Releases;
  readonly deployments: Deployments;
  readonly pullRequests: PullRequestRecords;
  readonly promotions: Promotions;
  readonly overwrites: Overwrites;
  readonly audit: Audit;
  readonly proposals: Proposals;
  readonly roads: Roads;
  readonly rollouts: Rollouts;
  readonly closedPullRequests: ClosedPullRequests;
  readonly approvedRuns: ApprovedRuns;
  readonly overrides: Overrides;
  readonly holds: Holds;
  readonly withdrawals: Withdrawals;
}

export function openRecords(database: Queryable): Records {
  return {
    images: imageRecords(database),
    imageRetention: imageRetention(database),
    testResults: testResults(database),
    dataFindings: dataFindings(database),
    releases: releases(database),
    deployments: deployments(database),
    pullRequests: pullRequestRecords(database),
    promotions: promotions(database),
    overwrites: overwrites(database),
    audit: auditTrail(database),
    proposals: proposals(database),
    roads: roads(database),
    rollouts: rollouts(database),
    closedPullRequests: closedPullRequests(database),
    approvedRuns: approvedRuns(database),
    overrides: overrides(database),
    holds: holds(database),
    withdrawals: withdrawals(database),
  };
}
