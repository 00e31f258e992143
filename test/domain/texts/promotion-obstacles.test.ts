import { expect, test } from 'vitest';
import type { Hotfix } from '../../../src/domain/promotion/hotfix.ts';
import type { BackPort, EditedManifests, HotfixObstacle } from '../../../src/domain/promotion/obstacles.ts';
import { backPortBody, backPortMessage } from '../../../src/domain/texts/back-port.ts';
import { obstaclesText, overwrittenText } from '../../../src/domain/texts/promotion-obstacles.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';

const dana = { name: 'Dana', email: 'dana@example.com' };
const commits = [
  { commit: 'a'.repeat(40), subject: 'Mend the server', author: dana, isMerge: false },
  { commit: 'b'.repeat(40), subject: 'Merge the rest', author: dana, isMerge: true },
];
const hotfix: Hotfix = {
  ...{ over: 'c'.repeat(40), sourceTree: 'd'.repeat(40), commits },
  files: [{ path: 'serve.py', change: 'changed' }],
};
const first = { environment: 'sandbox', branch: 'main' };

function textOf(backPort: BackPort, changes: Partial<Hotfix> = {}): string {
  const obstacle: HotfixObstacle = {
    ...{ kind: 'hotfix', from: 'uat', first, hotfix: { ...hotfix, ...changes }, backPort },
  };
  return obstaclesText('prod', [obstacle])?.message ?? '';
}

test('nothing in the way is no problem', () => {
  expect(obstaclesText('prod', [])).toBeUndefined();
});

test('a hotfix is shown with its commits, what the release lacks, and the way out', () => {
  const text = textOf({ kind: 'pull-request', number: 12, state: 'open' });
  expect(text).toContain(
    'Somebody changed **prod** directly, and the release from **uat** does not have that',
  );
  expect(text).toContain(`- ${'a'.repeat(40)} Mend the server (Dana)`);
  expect(text).toContain('<code>serve.py</code> changed');
  expect(text).toContain('#12 brings the same change to **sandbox**. Merge it: this promotion turns green');
});

test.each<[BackPort, string]>([
  [{ kind: 'pull-request', number: 12, state: 'merged' }, '#12 has brought the same change to **sandbox**'],
  [{ kind: 'pull-request', number: 12, state: 'closed' }, '#12 would have brought the same change to'],
  [{ kind: 'there' }, '**sandbox** has the same change already: this promotion turns green by itself'],
  [{ kind: 'unreadable' }, 'the branch <code>main</code> is not there'],
])('where its back-port stands: %o', (backPort, expected) => {
  expect(textOf(backPort)).toContain(expected);
});

test('a conflict comes with the files and the commands; a merge is picked by its first parent', () => {
  const text = textOf({ kind: 'conflict', files: ['serve.py'] });
  expect(text).toContain('- <code>serve.py</code>');
  const commands = [
    'git fetch origin',
    'git switch --create backport-prod origin/main',
    `git cherry-pick -x ${'a'.repeat(40)}`,
    `git cherry-pick -x -m 1 ${'b'.repeat(40)}`,
    'git push origin backport-prod',
  ];
  expect(text).toContain(commands.join('\n'));
});

test("the back-port's commit names its authors once", () => {
  const text = { name: 'churn', environment: 'prod', first: 'sandbox', commits };
  expect(backPortMessage(text)).toBe(`Bring churn's change of prod to sandbox

* Mend the server (aaaaaaa)
* Merge the rest (bbbbbbb)

Hotfix-Of: prod
Co-authored-by: Dana <dana@example.com>`);
});

test("subjects in the back-port's commit mention nobody and close no issue", () => {
  const subject = 'Fixes #12, closes acme/other#3 and https://forge.example.com/acme/churn/issues/4 for @ada';
  const [first] = commits;
  if (!first) throw new Error('there is no commit');
  const text = { name: 'churn', environment: 'prod', first: 'sandbox', commits: [{ ...first, subject }] };
  expect(backPortMessage(text)).not.toMatch(/#\d|:\/\/|@ada/);
  expect(backPortMessage(text)).toContain('* Fixes #\u200b12, closes');
});

const edited: EditedManifests = {
  ...{
    kind: 'manifests',
    repository: { owner: 'acme', name: 'churn' },
    branch: 'prod',
    folder: 'deploy/kube',
  },
  ...{ tree: 'e'.repeat(40), written: 'f'.repeat(40), patch: '-replicas: 2\n+replicas: 9' },
  files: [{ path: '10-deployment.yaml', change: 'changed', objects: ['Deployment churn'] }],
};

test('edited manifests are shown with their objects, the change, and the commands that take it back', () => {
  const { title, message = '' } = obstaclesText('prod', [edited]) ?? {};
  expect(title).toBe('the manifests of prod were edited by hand');
  expect(message).toContain('- <code>10-deployment.yaml</code> (Deployment churn) changed');
  expect(message).toContain('-replicas: 2\n+replicas: 9');
  expect(message).toContain(`git restore --source=${'f'.repeat(40)} --staged --worktree -- deploy/kube`);
  expect(message).toContain('writes `/tailrace promote prod overwrite` in a comment here');
  const { patch: _, written: __, ...elsewhere } = edited;
  expect(obstaclesText('prod', [elsewhere])?.message).toContain('git rm -r -- deploy/kube');
});

test('what a promotion goes over is told with who allowed it', () => {
  const overwritten = { by: 'ada', at: '2026-03-01T00:00:00Z', comment: 'https://forge.example.com/12' };
  expect(overwrittenText([edited])).toBeUndefined();
  expect(overwrittenText([{ ...edited, overwritten }])).toContain(
    '[ada allowed it](https://forge.example.com/12) at 2026-03-01T00:00:00Z',
  );
});

test('hostile commits and files, and very many of them, act on nothing', () => {
  const commit = {
    commit: 'e'.repeat(40),
    subject: hostile,
    author: { name: hostile, email: 'x' },
    isMerge: false,
  };
  const many = Array(1000).fill(commit);
  const files = Array(1000).fill({ path: hostile, change: 'changed' });
  const text = textOf({ kind: 'conflict', files: files.map(({ path }) => path) }, { commits: many, files });
  const body = backPortBody({ name: 'churn', environment: 'prod', first: 'sandbox', commits: many });
  const changed = { path: hostile, change: 'changed', objects: Array(50).fill(hostile) } as const;
  const overwritten = { by: hostile, at: '', comment: 'https://forge.example.com/12' };
  const manifests = { ...edited, patch: hostile.repeat(500), files: Array(1000).fill(changed), overwritten };
  const both = obstaclesText('prod', [manifests])?.message ?? '';
  for (const each of [text, body, both, overwrittenText([manifests]) ?? '']) {
    expect(each.length).toBeLessThan(60_000);
    const html = render(each);
    const ours = /^(p|strong|code|ul|li|pre|details|summary|a)$/;
    expect([...tagsIn(html)].filter((tag) => !ours.test(tag))).toEqual([]);
    expect(actedOn(outsideCode(html))).toEqual([]);
  }
});
