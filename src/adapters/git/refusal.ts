import type { PushRefusal, RefusalReason } from '../../domain/push-refusal.ts';

/**
 * GitHub's words for each reason, as they are quoted where people met them: grafana/mimir#14809, palaeoverse/palaeoverse#269 and
 * supportpal/github-gh-cli#47 (pull requests, required checks), pascalgn/automerge-action#235 (merge queue),
 * az-digital/arizona-bootstrap#1524 (pushers), vercel/sandbox#169 (signatures), Kong/kong-operator#4536 (creations, merge commits,
 * workflows, all in one), repo-sync/github-sync#23 (workflows in the status line), JRedrupp/bison#136 (force pushes),
 * SharezoneApp/sharezone-app#605 (queued); docs.github.com "Troubleshooting rules", "About large files".
 */
const words: readonly (readonly [RefusalReason, RegExp])[] = [
  ['signature', /must have verified signatures/],
  ['workflows', /refusing to allow .+ to create or update workflow/],
  ['merge-commits', /must not contain merge commits/],
  ['queued', /has been added to a merge queue/],
  ['force-push', /Cannot force-push/i],
  ['creation', /creations being restricted/],
  ['secret', /PUSH PROTECTION|cannot contain secrets/],
  ['file-size', /\bGH001\b|exceeds GitHub's file size limit/],
  ['pushers', /not authorized to push|Cannot update this protected ref/],
  [
    'pull-request',
    /made through (a pull request|the merge queue)|approving review|Changes have been requested/i,
  ],
  ['checks', /required status checks? |status check "/i],
  ['access', /Write access to repository not granted|requested URL returned error: 403/],
];

export type Refusal = Pick<PushRefusal, 'reasons' | 'keptIn' | 'said'>;

/** What the forge has against a push, read from what git printed; undefined where it did not refuse. */
export function readRefusal(printed: string): Pick<PushRefusal, 'reasons' | 'keptIn' | 'said'> | undefined {
  const reasons = words.filter(([, pattern]) => pattern.test(printed)).map(([reason]) => reason);
  const refused = /\[remote rejected\]/.test(printed);
  if (!refused && !reasons.includes('access')) return undefined;
  return {
    reasons: reasons.length > 0 ? reasons : ['rule'],
    keptIn: keptIn(printed),
    said: saidBy(printed),
  };
}

function keptIn(printed: string): PushRefusal['keptIn'] {
  if (/\bGH013\b|repository rule violations/.test(printed)) return 'ruleset';
  return /\bGH006\b|protected branch hook/.test(printed) ? 'protection' : undefined;
}

/** The remote's own lines, and the reason in the status line. */
function saidBy(printed: string): string {
  const remote = printed.split('\n').flatMap((line) => /^remote: *(.*\S)/.exec(line)?.slice(1) ?? []);
  const status = /\[remote rejected\][^(]*\((.+)\)/.exec(printed)?.slice(1) ?? [];
  return [...remote, ...status].join('\n').slice(-2000);
}
