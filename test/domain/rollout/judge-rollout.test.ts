import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ClusterObjects } from '../../../src/domain/rollout/cluster-objects.ts';
import { judgeRollout } from '../../../src/domain/rollout/judge-rollout.ts';

/** As a real cluster gave it (`RECORD_ROLLOUTS=1` with the cluster tests records it anew). */
function recorded(name: string): { readonly digest: string; readonly seen: ClusterObjects } {
  return JSON.parse(readFileSync(new URL(`./recorded/${name}.json`, import.meta.url), 'utf8'));
}

const release = '0123456789'.repeat(4);

function verdictOf(
  name: string,
  change: (seen: ClusterObjects) => ClusterObjects = (seen) => seen,
  seconds = 0,
) {
  const { digest, seen } = recorded(name);
  return judgeRollout({ release, digest }, change(seen), seconds);
}

/** The objects with other counts of the Deployment's status. */
const withStatus = (status: object) => (seen: ClusterObjects) => {
  const { deployment } = seen;
  if (!deployment) throw new Error('nothing was recorded');
  return { ...seen, deployment: { ...deployment, status: { ...deployment.status, ...status } } };
};

test.each([
  ['image', /^Failed: Failed to pull image "127\.0\.0\.1:1\/nowhere@sha256:0{64}"/],
  ['container', /^secret "keys" not found/],
  ['crash', /^model ended with exit code 3, restarted (once|\d times)\nno model\.pkl$/],
  ['memory', /^model ended with exit code 137 \(OOMKilled\), restarted (once|\d times)/],
  ['probe', /^Unhealthy: Startup probe failed: HTTP probe failed with statuscode: 404/],
  ['quota', /exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0$/],
  ['refused', /violates PodSecurity "restricted/],
  ['unschedulable', /^0\/1 nodes are available: 1 Insufficient cpu/],
])('%s', (why, says) => {
  const verdict = verdictOf(why);
  expect(verdict).toMatchObject({ kind: 'failed', why, ready: 0, wanted: 1 });
  expect('lines' in verdict ? verdict.lines.join('\n') : '').toMatch(says);
});

test('it is done once all pods are of the release and available, and its controller has seen it', () => {
  expect(verdictOf('runs')).toEqual({ kind: 'done', ready: 2, wanted: 2 });
  const waiting = { kind: 'waiting', ready: 2, wanted: 2, lines: [] };
  expect(verdictOf('runs', withStatus({ observedGeneration: 0 }))).toEqual(waiting);
  expect(verdictOf('runs', withStatus({ availableReplicas: 1 }))).toEqual(waiting);
  expect(verdictOf('runs', withStatus({ updatedReplicas: 1 }))).toEqual(waiting);
  // A pod of what ran before is still there.
  expect(verdictOf('runs', withStatus({ replicas: 3 }))).toEqual(waiting);
});

test('what is there is not this release while annotation or digest are of another one, or nothing is there', () => {
  const { digest, seen } = recorded('runs');
  const other = 'b'.repeat(40);
  const late = { kind: 'not-applied', late: true };
  expect(judgeRollout({ release: other, digest }, seen, 599)).toEqual({
    ...late,
    runs: release,
    late: false,
  });
  expect(judgeRollout({ release: other, digest }, seen, 600)).toEqual({ ...late, runs: release });
  expect(judgeRollout({ release, digest: `sha256:${'9'.repeat(64)}` }, seen, 600)).toMatchObject(late);
  expect(verdictOf('runs', (all) => ({ ...all, deployment: undefined }), 600)).toMatchObject(late);
});

test('pods of an older release count for nothing, and their trouble is not ours', () => {
  const pods = ({ pods: all }: ClusterObjects) =>
    all.map((pod) => ({ ...pod, metadata: { ...pod.metadata, ownerReferences: [{ uid: 'older' }] } }));
  const verdict = verdictOf('crash', (seen) => ({ ...seen, pods: pods(seen) }));
  expect(verdict).toEqual({ kind: 'waiting', ready: 0, wanted: 1, lines: [] });
});

const slow = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'timed out',
};

/** A model that runs and never becomes ready: nobody ends it. */
function neverReady(seen: ClusterObjects): ClusterObjects {
  const pods = seen.pods.map((pod) => ({
    ...pod,
    status: {
      ...pod.status,
      containerStatuses: pod.status.containerStatuses.map((each) => ({ ...each, restartCount: 0 })),
    },
  }));
  const events = seen.events.map((event) => ({
    ...event,
    message: event.message.replace('Startup', 'Readiness'),
  }));
  return { ...seen, pods, events };
}

test('a probe that fails is a failure only when the deadline is over: until then the model may be loading', () => {
  const said = 'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404';
  const waiting = verdictOf('probe', neverReady);
  expect(waiting).toEqual({ kind: 'waiting', ready: 0, wanted: 1, lines: [said] });
  const late = verdictOf('probe', (seen) => withStatus({ conditions: [slow] })(neverReady(seen)));
  expect(late).toMatchObject({ kind: 'failed', why: 'probe', lines: [said] });
});

test('where nothing else is known, the deadline itself is told', () => {
  const quiet = (seen: ClusterObjects) => ({ ...neverReady(seen), events: [] });
  const verdict = verdictOf('probe', (seen) => withStatus({ conditions: [slow] })(quiet(seen)));
  expect(verdict).toMatchObject({ kind: 'failed', why: 'deadline', lines: ['timed out'] });
});
