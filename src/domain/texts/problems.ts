import { marker } from '../names.ts';
import type { Problem } from '../test-report.ts';
import type { Mistake } from '../yaml/mistake.ts';
import { code, list, paragraphs, plain, table } from './markdown.ts';

/** Mistakes that a person can mend: each text says what happened, why, and what to do. */

const mostMistakes = 20;

export function configurationText(mistakes: readonly Mistake[], where: string): Problem {
  const rows = mistakes
    .slice(0, mostMistakes)
    .map(({ line, path, message, remedy }) => [`${line}`, path ? code(path) : '', message, remedy]);
  const more = mistakes.length - mostMistakes;
  const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`;
  return {
    title: `.tailrace.yml has ${count}`,
    message: paragraphs([
      `\`.tailrace.yml\` ${where} can't be used, so nothing was built or run. Correct ${mistakes.length === 1 ? 'it' : 'all of them'} in one push:`,
      table(['Line', 'Key', 'What is wrong', 'What to do'], rows, 'rlll'),
      more > 0 && `… and ${more} more further down in the file.`,
    ]),
  };
}

export function removedConfigurationText(): Problem {
  return {
    title: 'this pull request removes .tailrace.yml',
    message:
      'The merge would have no `.tailrace.yml`, so Tailrace could not test or deploy anything. Keep the file, or uninstall Tailrace from this repository.',
  };
}

export function removedEnvironmentText(environment: string): Problem {
  return {
    title: `.tailrace.yml no longer lists ${environment}`,
    message: `This pull request goes into the branch of **${plain(environment)}**, but its \`.tailrace.yml\` has no such environment. Add it to \`environments\`, or choose another base branch.`,
  };
}

export function conflictText(base: string, files: readonly string[]): Problem {
  return {
    title: `merging into ${base} conflicts`,
    message: paragraphs([
      `What would be tested is the result of the merge, and git can't make it: this branch and ${code(base)} changed the same lines of`,
      list(
        files.map((file) => code(file)),
        (more) => `… and ${more} more files`,
      ),
      `Merge ${code(base)} into this branch, resolve the conflicts and push; the test runs by itself.`,
    ]),
  };
}

export function missingFilesText(missing: readonly { key: string; path: string }[]): Problem {
  return {
    title: missing.length === 1 ? `${missing[0]?.path} is missing` : `${missing.length} files are missing`,
    message: paragraphs([
      'Nothing was built, because `.tailrace.yml` names files that the merge does not have:',
      list(
        missing.map(({ key, path }) => `${code(path)} (${code(key)})`),
        (more) => `… and ${more} more`,
      ),
      'Commit them, or correct the paths (they begin at the root of the repository).',
    ]),
  };
}

export function firstSetUpRefusedText(author: string): Problem {
  return {
    title: 'the first set-up needs write access',
    needsAction: true,
    message: `The base branch has no \`.tailrace.yml\` that can be used, so this pull request would set its own rules. ${plain(author)} has no write access here: someone who has can open the pull request that adds the file.`,
  };
}

export function strangeCommitText(branch: string): Problem {
  return {
    title: "somebody else's commit lies on the promotion branch",
    needsAction: true,
    message: `${code(branch)} holds exactly one commit of Tailrace's own, so that what was tested is what is merged. This head is not that commit. Push your change to the first environment by a pull request of its own, then delete this branch; Tailrace makes the promotion again.`,
  };
}

export function skippedEnvironmentText(
  environment: string,
  release: string,
  missing: readonly string[],
): Problem {
  return {
    title: `release ${release.slice(0, 7)} has not been in ${missing.join(', ')}`,
    message: `\`.tailrace.yml\` on the branch of **${plain(environment)}** puts ${missing.map((name) => `**${plain(name)}**`).join(', ')} before it, and this release was never deployed there. Promote it there first.`,
  };
}

export function tagTakenText(repository: string, tag: string): Problem {
  return {
    title: 'the registry has another image under our tag',
    message: `The test passed, but ${code(`${repository}:${tag}`)} is in the registry already with another image, which Tailrace has no record of. Tags are added, never moved. If nothing uses that image, delete the tag there and run the check again.`,
  };
}

export function manifestMistakesText(
  mistakes: readonly {
    message: string;
    remedy: string;
    path?: string | undefined;
    line?: number | undefined;
  }[],
): Problem {
  return {
    title: 'the manifests have mistakes',
    message: paragraphs([
      "The manifests can't be written, so nothing can be deployed:",
      list(
        mistakes.map(
          ({ path, line, message, remedy }) =>
            `${path ? `${code(path)}${line ? ` line ${line}` : ''}: ` : ''}${message} ${remedy}`,
        ),
        (more) => `… and ${more} more mistakes`,
      ),
    ]),
  };
}

export function supersededText(newer: string): Problem {
  return {
    title: `superseded by ${newer.slice(0, 7)}`,
    message: `A newer head, ${newer}, took the place of this one before its test was over. The result is on that head.`,
  };
}

export function internalErrorText(reference: string): Problem {
  return {
    title: 'internal error',
    message: `Something went wrong inside Tailrace, after several tries. Nothing was deployed. Run the check again; if it stays, give the operator this reference: \`${reference}\`.`,
  };
}

export function internalErrorComment(environment: string, reference: string): string {
  return paragraphs([
    marker('test', environment),
    '### ❌ Internal error',
    internalErrorText(reference).message,
  ]);
}

export function overtakenText(environment: string): Problem {
  return {
    title: 'a newer head took its place',
    message: `While this head was being delivered, the branch of **${plain(environment)}** got a newer one. Nothing was deployed from here: the newer head is.`,
  };
}
