import { placeOf } from '../../domain/dataset.ts';
import { hashInputs } from '../../domain/inputs.ts';
import type { RecordedImage, TestResult } from '../../domain/test-result.ts';
import type { GitReader } from '../../ports/git.ts';
import type { TestResults } from '../../ports/records.ts';
import { isThere } from '../evidence/is-there.ts';
import type { Test } from './test-subject.ts';

/** A passing result of the same image with the same notebook, parameters, data and limits. One whose files are gone proves nothing. */
export async function findEarlier(
  { results, git }: { readonly results: TestResults; readonly git: Pick<GitReader, 'fetchIfThere'> },
  test: Test,
  image: RecordedImage,
): Promise<TestResult | undefined> {
  const { repository, environment } = test.subject;
  const found = await results.findPassed(repository, environment, inputsHash(test, image));
  return found && (await isThere(git, repository, found.committed)) ? found : undefined;
}

/** Over all that the result of a test in this image depends on. */
export function inputsHash({ subject, datasets }: Test, image: RecordedImage): string {
  const { parts, runs, guards } = subject;
  return hashInputs({
    digest: image.digest,
    notebook: parts.notebook?.blob,
    command: runs.notebook.program.kind === 'command' ? runs.notebook.program.command : undefined,
    parameters: runs.notebook.parameters,
    datasets: datasets.map(({ dataset, sha256 }) => ({
      name: dataset.name,
      place: placeOf(dataset),
      sha256,
    })),
    network: guards.network,
    secrets: guards.secrets,
    timeoutSeconds: runs.notebook.timeoutSeconds,
    cellTimeoutSeconds: runs.notebook.cellTimeoutSeconds,
    cpus: guards.resources.cpuCores,
    memoryBytes: guards.resources.memoryBytes,
  });
}
