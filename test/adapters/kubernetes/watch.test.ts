import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { kubernetesClusters } from '../../../src/adapters/kubernetes/clusters.ts';
import { type Asked, apiServer } from './api-server.ts';

const target = { cluster: 'prod-eu', namespace: 'churn-prod', deployment: 'churn' };

function clustersAt(kubeconfig: string) {
  const clusters = { 'prod-eu': { context: 'eu' }, lost: { context: 'us' } };
  return kubernetesClusters({ clusters, kubeconfig: [kubeconfig], timing: { pauseMs: 1, seconds: 540 } });
}

function deployment(resourceVersion: string) {
  return {
    metadata: { name: 'churn', resourceVersion },
    spec: { selector: { matchLabels: { app: 'churn' } }, template: { spec: { containers: [] } } },
  };
}

const list = (resourceVersion: string, items: object[] = []) =>
  JSON.stringify({ metadata: { resourceVersion }, items });
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;

/** Answers lists at once, and the watches of Deployments one after the other; pods are left alone. */
function inTurn(watches: readonly ((response: ServerResponse) => void)[]) {
  const seen: string[] = [];
  const enough = Promise.withResolvers<void>();
  const answer = ({ path, query }: Asked, response: ServerResponse) => {
    const isPods = path.endsWith('/pods');
    if (!query.has('watch')) {
      if (!isPods) seen.push('list');
      return response.end(list('100'));
    }
    if (isPods) return undefined;
    seen.push(`watch from ${query.get('resourceVersion')}`);
    const next = watches[seen.filter((each) => each.startsWith('watch')).length - 1];
    if (next) return next(response);
    return enough.resolve();
  };
  return { seen, answer, enough: enough.promise };
}

async function watchThrough(watches: readonly ((response: ServerResponse) => void)[]) {
  const { seen, answer, enough } = inTurn(watches);
  const { kubeconfig, asked } = await apiServer(answer);
  let changes = 0;
  const watching = clustersAt(kubeconfig).watch(target, () => {
    changes += 1;
  });
  onTestFinished(() => watching.stop());
  await enough;
  return { seen, asked, changes };
}

test('a watch that the API server ends goes on where it was, and one that broke off lists anew', async () => {
  const { seen, changes } = await watchThrough([
    (response) => response.end(line('MODIFIED', deployment('105')) + line('BOOKMARK', deployment('120'))),
    (response) => {
      response.write(line('MODIFIED', deployment('121')));
      response.write('{"type": "MODI', () => response.destroy());
    },
    (response) => response.writeHead(500).end('the API server is starting'),
  ]);
  expect(seen.slice(0, 3)).toEqual(['list', 'watch from 100', 'watch from 120']);
  expect(seen.slice(3)).toEqual(['list', 'watch from 100', 'list', 'watch from 100']);
  expect(changes).toBeGreaterThanOrEqual(5);
});

test('what the API server has forgotten (410 Gone) is listed anew, whichever way it says so', async () => {
  const { seen } = await watchThrough([
    (response) => response.end(line('ERROR', { code: 410, reason: 'Expired' })),
    (response) => response.writeHead(410).end(),
  ]);
  expect(seen).toEqual(['list', 'watch from 100', 'list', 'watch from 100', 'list', 'watch from 100']);
});

test('the pods are watched once the Deployment tells its selector', async () => {
  const podsAsked = Promise.withResolvers<URLSearchParams>();
  const { kubeconfig, asked } = await apiServer(({ path, query }, response) => {
    if (query.has('watch')) return;
    if (path === '/api/v1/namespaces/churn-prod/pods') podsAsked.resolve(query);
    response.end(list('100', path.endsWith('/deployments') ? [deployment('99')] : []));
  });
  const watching = clustersAt(kubeconfig).watch(target, () => undefined);
  onTestFinished(() => watching.stop());
  expect((await podsAsked.promise).get('labelSelector')).toBe('app=churn');
  expect(asked[0]?.path).toBe('/apis/apps/v1/namespaces/churn-prod/deployments');
  expect(asked[0]?.query.get('fieldSelector')).toBe('metadata.name=churn');
});

test('a cluster that is not there, refuses, or is named by nobody is told in words', async () => {
  const { kubeconfig } = await apiServer((_, response) =>
    response.writeHead(403).end('{"message": "deployments.apps \\"churn\\" is forbidden"}'),
  );
  const clusters = clustersAt(kubeconfig);
  await expect(clusters.look(target)).rejects.toThrow(
    'The API server answers 403: deployments.apps "churn" is forbidden',
  );
  await expect(clusters.look({ ...target, cluster: 'lost' })).rejects.toThrow(
    'The kubeconfig has no context us.',
  );
  await expect(clusters.look({ ...target, cluster: 'other' })).rejects.toThrow(
    "The operator's policy does not name it.",
  );
  await expect(clustersAt('/nowhere/config').look(target)).rejects.toThrow('/nowhere/config');
});
