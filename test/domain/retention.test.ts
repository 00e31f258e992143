import { expect, test } from 'vitest';
import { sourceTreeTag } from '../../src/domain/names.ts';
import {
  deploymentsKept,
  type KnownImage,
  keptDigests,
  type PlacedDeployment,
  removalOf,
  unusedInRegistry,
  unusedOnEngine,
} from '../../src/domain/retention.ts';

const repository = { owner: 'acme', name: 'churn' };
const now = new Date('2026-06-30T12:00:00Z');
const hex = (value: number) => value.toString(16).padStart(40, '0');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3600_000).toISOString();

function imageOf(digest: string) {
  return { repository: 'registry.example.com/acme/churn', digest: `sha256:${digest}`, exposedPorts: [] };
}

function known(digest: string, usedHoursAgo: number, changes: Partial<KnownImage> = {}): KnownImage {
  const used = { released: false, usedAt: hoursAgo(usedHoursAgo) };
  return { repository, sourceTree: hex(1), image: imageOf(digest), ...used, ...changes };
}

function deployed(environment: string, digest: string, name = 'churn'): PlacedDeployment {
  const release = { commit: hex(2), sourceTree: hex(1), image: imageOf(digest) };
  const evidence = { commit: hex(3), path: 'releases' };
  const deployment = { environment, release, head: hex(4), evidence, testResult: 'one', by: 'dana' };
  return { repository: { owner: 'acme', name }, deployment: { ...deployment, at: hoursAgo(1) } };
}

const digestsOf = (images: readonly KnownImage[]) => images.map(({ image }) => image.digest.slice(7));

test('the newest deployments of each environment of each repository keep their images', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => index);
  const kept = keptDigests([
    ...twelve.map((index) => deployed('sandbox', `sandbox-${index}`)),
    ...twelve.slice(0, 3).map((index) => deployed('prod', `prod-${index}`)),
    ...twelve.map((index) => deployed('sandbox', `fraud-${index}`, 'fraud')),
  ]);

  expect(kept.size).toBe(deploymentsKept + 3 + deploymentsKept);
  expect(kept).toContain('sha256:sandbox-9');
  expect(kept).not.toContain('sha256:sandbox-10');
  expect(kept).toContain('sha256:prod-2');
  expect(kept).toContain('sha256:fraud-9');
});

test.each([
  ['used a moment ago', known('a', 0), [], []],
  ['used this morning', known('a', 7), ['a'], []],
  ['used last week', known('a', 7 * 24), ['a'], []],
  ['used two months ago', known('a', 60 * 24), ['a'], ['a']],
])('an image that was %s', (_, image, onEngine, inRegistry) => {
  expect(digestsOf(unusedOnEngine([image], new Set(), now))).toEqual(onEngine);
  expect(digestsOf(unusedInRegistry([image], new Set(), now))).toEqual(inRegistry);
});

test('an image that is kept, or used under another name, stays everywhere', () => {
  const images = [
    known('kept', 9999),
    known('shared', 9999),
    known('shared', 0, { sourceTree: hex(5) }),
    known('old', 9999),
  ];
  const kept = new Set(['sha256:kept']);
  expect(digestsOf(unusedOnEngine(images, kept, now))).toEqual(['old']);
  expect(digestsOf(unusedInRegistry(images, kept, now))).toEqual(['old']);
});

const own = sourceTreeTag(hex(1));
const trained = `${own}-0123abcd`;

test.each<[string, Partial<KnownImage>, Record<string, string>, ReturnType<typeof removalOf>]>([
  ['nobody else names it', {}, { [own]: 'a', latest: 'b' }, { kind: 'image', tags: [own] }],
  ['it has a tag for its datasets', {}, { [trained]: 'a' }, { kind: 'image', tags: [trained] }],
  ['its tag is gone already', {}, { latest: 'b' }, { kind: 'image', tags: [] }],
  ['its tag was moved by somebody', {}, { [own]: 'b' }, { kind: 'image', tags: [] }],
  ['a commit names it', {}, { [own]: 'a', [hex(2)]: 'a' }, { kind: 'tags', tags: [own] }],
  ['a person names it', {}, { [own]: 'a', best: 'a' }, { kind: 'tags', tags: [own] }],
  [
    'a release was made of it, and its tag was lost',
    { released: true },
    { [own]: 'a' },
    { kind: 'tags', tags: [own] },
  ],
])('what goes from the registry where %s', (_, changes, tags, removal) => {
  const digests = new Map(Object.entries(tags).map(([tag, digest]) => [tag, `sha256:${digest}`]));
  expect(removalOf(known('a', 9999, changes), digests)).toEqual(removal);
});

/** Small numbers in an order that looks like chance and is always the same. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    yield Math.floor(state / 65536);
  }
}

test('whatever is deployed, used and named: nothing that is in use goes', () => {
  const chance = numbers(42);
  const pick = (below: number) => (chance.next().value ?? 0) % below;
  for (let round = 0; round < 300; round += 1) {
    const environments = ['sandbox', 'qa', 'prod'];
    const deployments = Array.from({ length: pick(60) }, () =>
      deployed(environments[pick(3)] ?? '', `${pick(40)}`),
    );
    const images = Array.from({ length: pick(60) }, () =>
      known(`${pick(40)}`, pick(1500), { sourceTree: hex(pick(50)), released: pick(2) === 0 }),
    );
    const tags = new Map(images.map(({ image }) => [pick(2) ? hex(pick(99)) : own, image.digest] as const));
    const gone = unusedInRegistry(images, keptDigests(deployments), now);
    const removed = new Set(digestsOf(gone.filter((image) => removalOf(image, tags).kind === 'image')));

    for (const environment of environments) {
      const newest = deployments.filter(({ deployment }) => deployment.environment === environment);
      for (const { deployment } of newest.slice(0, deploymentsKept))
        expect(digestsOf(gone)).not.toContain(deployment.release.image.digest.slice(7));
    }
    for (const { image, usedAt, released } of images) {
      const digest = image.digest.slice(7);
      if (new Date(usedAt) > new Date(hoursAgo(30 * 24))) expect(digestsOf(gone)).not.toContain(digest);
      if (released && images.every((other) => other.image.digest !== image.digest || other.released))
        expect(removed).not.toContain(digest);
    }
    for (const [tag, digest] of tags) if (tag !== own) expect(removed).not.toContain(digest.slice(7));
  }
});
