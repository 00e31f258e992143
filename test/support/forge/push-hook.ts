import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex, Writable } from 'node:stream';
import type { Repository } from './model.ts';
import { flush, packet, readPackets } from './pkt-line.ts';
import type { PushRefusal } from './violations.ts';

/** One ref that a push moves; 40 zeros where it is new, or goes. */
export interface RefUpdate {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

export interface Verdict {
  readonly ref: string;
  readonly refused?: PushRefusal;
  /** What git prints of a ref that may move. */
  readonly says?: readonly string[];
}

export type Judge = (update: RefUpdate) => Promise<Verdict>;

/**
 * git's own `proc-receive` hook, the one that words each ref's status. It only carries bytes: descriptor 3 leads to this process
 * (see {@link answerHook}), 4 brings what git prints. `&` takes a process's input away, so 5 keeps it.
 */
const HOOK = `#!/bin/sh
exec 5<&0
cat <&5 >&3 &
cat <&4 >&2 &
exec cat <&3
`;

export async function installHook({ gitDir }: Repository): Promise<void> {
  const path = join(gitDir, 'hooks', 'proc-receive');
  await writeFile(path, HOOK);
  await chmod(path, 0o755);
}

/** git's settings for a push whose refs the hook has to see, as environment variables. */
export const HOOK_SETTINGS = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'receive.procReceiveRefs',
  GIT_CONFIG_VALUE_0: 'refs/',
};

/** Speaks the hook's protocol (githooks, "proc-receive"): refuses, or leaves the ref to git itself. */
export async function answerHook(hook: Duplex, prints: Writable, judge: Judge): Promise<void> {
  const packets = readPackets(hook);
  for await (const line of packets) if (line === undefined) break;
  hook.write(packet('version=1') + flush);
  const verdicts: Verdict[] = [];
  for await (const line of packets) {
    if (line === undefined) break;
    const [before = '', after = '', ref = ''] = line.split(' ');
    verdicts.push(await judge({ ref, before, after }));
  }
  const lines = verdicts.flatMap(({ refused, says }) => refused?.says ?? says ?? []);
  prints.end(lines.map((line) => `${line}\n`).join(''));
  hook.end(verdicts.flatMap(reportOn).map(packet).join('') + flush);
}

function reportOn({ ref, refused }: Verdict): string[] {
  return refused ? [`ng ${ref} ${refused.status}`] : [`ok ${ref}`, 'option fall-through'];
}
