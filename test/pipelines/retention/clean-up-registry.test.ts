import { expect, test } from 'vitest';
import type { KnownImage } from '../../../src/domain/retention.ts';
import { cleanUpRegistry } from '../../../src/pipelines/retention/clean-up-registry.ts';
import { silentLog } from '../../adapters/postgres/silent-log.ts';

const now = new Date('2026-06-30T12:00:00Z');
const repository = { owner: 'acme', name: 'churn' };
const hex = (digit: string) => digit.repeat(40);

function imageOf(digit: string, changes: Partial<KnownImage> = {}): KnownImage {
  const image = {
    repository: 'registry.example.com/acme/churn',
    digest: `sha256:${digit}`,
    exposedPorts: [],
  };
  const usedAt = '2026-01-01T00:00:00Z';
  return { repository, sourceTree: hex(digit), image, released: false, usedAt, ...changes };
}

interface World {
  readonly images: readonly KnownImage[];
  readonly tags: Readonly<Record<string, string>>;
  readonly refuses?: readonly ('tag' | 'image')[];
  readonly usedMeanwhile?: readonly string[];
  readonly building?: boolean;
}

/** Cleans up, and gives what was asked of registry and records, in order. */
async function cleaned({ images, tags, refuses = [], usedMeanwhile = [], building }: World) {
  const told: string[] = [];
  const tell = (what: string, done = true) => {
    told.push(what);
    return Promise.resolve(done);
  };
  await cleanUpRegistry(
    {
      registry: {
        tags: async () => new Map(Object.entries(tags)),
        removeTag: (_, tag) => tell(`remove tag ${tag.slice(0, 6)}`, !refuses.includes('tag')),
        removeImage: (_, digest) => tell(`remove ${digest}`, !refuses.includes('image')),
      },
      imageRetention: {
        newestDeployments: async () => [],
        withDigests: async () => [],
        unsettled: async () => images,
        beginRemoval: ({ image }) => tell(`begin ${image.digest}`, !usedMeanwhile.includes(image.digest)),
        endRemoval: async ({ image }, settled) =>
          void (await tell(`${settled ? 'settle' : 'open'} ${image.digest}`)),
        forget: async ({ image }) => void (await tell(`forget ${image.digest}`)),
      },
      locks: {
        alone: (_, signal, action) =>
          building
            ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
            : action(),
      },
      log: silentLog,
    },
    { kept: new Set(['sha256:9']), busy: new Set(['acme/busy']), now },
  );
  return told;
}

const tagged = { [`tree-${hex('1')}`]: 'sha256:1', [`tree-${hex('2')}`]: 'sha256:2' };

test('an image goes first out of the records, then out of the registry', async () => {
  expect(await cleaned({ images: [imageOf('1')], tags: tagged })).toEqual([
    'begin sha256:1',
    'remove sha256:1',
    'forget sha256:1',
  ]);
});

test('an image that has other names loses our tag alone, where the registry can do that', async () => {
  const tags = { ...tagged, best: 'sha256:1' };
  const told = ['remove tag tree-1', 'settle sha256:1'];
  expect(await cleaned({ images: [imageOf('1')], tags })).toEqual(told);
  expect(await cleaned({ images: [imageOf('1')], tags, refuses: ['tag', 'image'] })).toEqual(told);
  expect(await cleaned({ images: [imageOf('1', { released: true })], tags: tagged })).toEqual(told);
});

test('what is kept, used meanwhile, or in a busy repository stays', async () => {
  const busy = imageOf('2', { repository: { owner: 'acme', name: 'busy' } });
  expect(await cleaned({ images: [imageOf('9'), busy], tags: tagged })).toEqual([]);
  const usedMeanwhile = ['sha256:1'];
  expect(await cleaned({ images: [imageOf('1')], tags: tagged, usedMeanwhile })).toEqual(['begin sha256:1']);
});

test('while its source tree is built, an image is left alone', async () => {
  expect(await cleaned({ images: [imageOf('1')], tags: tagged, building: true })).toEqual([]);
});

test('a registry that takes away tags only is told the tag; one that refuses both keeps the image, and is not asked on', async () => {
  const images = [imageOf('1'), imageOf('2')];
  expect(await cleaned({ images: [imageOf('1')], tags: tagged, refuses: ['image'] })).toEqual([
    'begin sha256:1',
    'remove sha256:1',
    'remove tag tree-1',
    'forget sha256:1',
  ]);
  expect(await cleaned({ images, tags: tagged, refuses: ['image', 'tag'] })).toEqual([
    'begin sha256:1',
    'remove sha256:1',
    'remove tag tree-1',
    'open sha256:1',
  ]);
});
