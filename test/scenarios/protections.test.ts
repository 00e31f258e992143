import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSigningKey } from '../../src/domain/signing-key.ts';
import { keyMaker } from '../adapters/git/signing-keys.ts';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
const keys = keyMaker();
const signed = { signed: true, ruleset: true };
beforeAll(async () => {
  scenario = await startScenario();
  model = await addModel(scenario, 'protected', { environments: '  - name: sandbox\n  - name: qa' });
  scenario.forge.protect(model.repository, 'qa', signed);
});
afterAll(async () => {
  keys.remove();
  await scenario?.stop();
});

/** What was told on a pull request about its deployment. */
function deployment(number: number, environment: string): string {
  const bodies = model.view.comments(number).map(({ body }) => body);
  return bodies.find((body) => body.startsWith(`<!-- tailrace:deployment:${environment} -->`)) ?? '';
}

/** Presses "Re-run" at our check of a commit. */
async function rerun(commit: string): Promise<void> {
  const [check] = await model.view.checkRuns(commit);
  await scenario.dana.rerequest(model.repository, check?.id ?? 0);
  await scenario.settled();
}

let merged: string;
let number: number;

test('a promotion into a branch that wants signatures says which key to make, and where it goes', async () => {
  await model.push('sandbox', model.changed({ greeting: 'first' }));
  const promotion = model.promotionInto('qa')?.number ?? 0;
  const { check, comment } = await model.told(promotion);
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(comment).toContain(
    "**It can't be merged like this:** a ruleset wants signed commits on <code>qa</code>",
  );
  expect(comment).toContain("`ssh-keygen -t ed25519 -N '' -C tailrace -f tailrace-signing-key`");
  expect(comment).toContain('`TAILRACE_SIGNING_KEY_PATH`');
  await expect(scenario.dana.merge(model.repository, promotion, 'merge')).rejects.toThrow('signatures');
});

test('what a branch refuses is told where it was merged, each time with its own remedy; "Re-run" tries again', async () => {
  const { forge } = scenario;
  const { repository, view } = model;
  forge.protect(repository, 'tailrace/evidence', { pushers: ['max'], ruleset: true });
  number = await model.propose('better', model.changed({ greeting: 'better' }));
  merged = await model.merge(number);
  expect(deployment(number, 'sandbox')).toContain("tailrace/evidence refuses Tailrace's push");
  expect(deployment(number, 'sandbox')).toContain('Exclude by pattern → `tailrace/**/*`');

  forge.protect(repository, 'tailrace/evidence', {});
  forge.protect(repository, 'sandbox', signed);
  await rerun(merged);
  expect(await view.head('sandbox')).toBe(merged);
  expect(deployment(number, 'sandbox')).toContain(
    "sandbox refuses Tailrace's push: commits there must be signed",
  );
  expect(deployment(number, 'sandbox')).toContain('Tailrace has no key to sign with');
  expect(await view.checkRuns(merged)).toMatchObject([{ name: 'tailrace/sandbox', conclusion: 'failure' }]);
});

test('with a key that an account has, every commit is taken: manifests, evidence and the promotion', async () => {
  const { forge, settings, settled } = scenario;
  const { repository, view } = model;
  const { secret, open } = keys.ssh(['-t', 'ed25519']);
  forge.user('robot', { email: settings.identity.email });
  await forge.signingKey('robot', open);
  for (const branch of ['tailrace/evidence', 'tailrace/runs', 'tailrace/promote/qa'])
    forge.protect(repository, branch, { ...signed, forcePushes: true });
  const read = readSigningKey(secret);
  if (read.kind === 'mistake') throw new Error(read.remedy);
  await scenario.restart({ signing: { key: read.key, setting: 'TAILRACE_SIGNING_KEY' } });
  await settled();
  await rerun(merged);
  expect(await view.head('sandbox')).not.toBe(merged);
  expect(await view.checkRuns(merged)).toMatchObject([{ conclusion: 'success' }]);
  expect(deployment(number, 'sandbox')).toContain('### 🚀 churn is deployed to sandbox');

  const promotion = model.promotionInto('qa');
  expect(promotion?.title).toContain(merged.slice(0, 7));
  const { comment } = await model.told(promotion?.number ?? 0);
  expect(comment).not.toContain("It can't be merged like this");
  await model.merge(promotion?.number ?? 0, 'merge');
  expect((await model.told(promotion?.number ?? 0)).comment).toContain('### 🚀 churn is deployed to qa');
});
