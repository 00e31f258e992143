import type { Grant } from '../../permissions/grant.ts';
import type { Role } from '../../permissions/role.ts';
import { code, list, plain } from '../markdown.ts';
import { type Answer, refusal } from './answer.ts';
import { whoMay } from './who-may.ts';

/** Whoever asked may not. `usage` is the command's. */
export function notAllowedAnswer(by: string, role: Role, usage: string, grants: readonly Grant[]): Answer {
  const theirs = role === 'none' ? 'has no role' : `has the role ${role}`;
  return refusal([
    `${plain(by, 60)} ${theirs} here. ${code(`/tailrace ${usage}`)} is for ${whoMay(grants)}: ask one of them to write it.`,
  ]);
}

/** Nobody is let in by an error. */
export function cannotAskAnswer(by: string): Answer {
  return refusal([
    `Nothing was done: the forge could not tell what ${plain(by, 60)} may do here, and without knowing that Tailrace does nothing. Write the command again in a new comment; where that goes on, the log of Tailrace says what the forge answered.`,
  ]);
}

export function unknownEnvironmentAnswer(environment: string, known: readonly string[]): Answer {
  return refusal([
    `There is no environment ${code(environment)} here.`,
    known.length > 0 &&
      `Tailrace knows ${list(
        known.map((each) => code(each)),
        (more) => `… and ${more} more`,
      )}`,
  ]);
}

/** It names no environment, and nothing around it does. */
export function nowhereAnswer(usage: string): Answer {
  return refusal([
    `${code(`/tailrace ${usage}`)} is about the environment that a pull request goes to: write it under a pull request into an environment's branch.`,
  ]);
}
