import type { GitOpsLocation } from '../../domain/gitops-location.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Problem } from '../../domain/test-report.ts';
import { locationBranchMissingText, locationNotInstalledText } from '../../domain/texts/gitops-location.ts';
import { NotInstalled } from '../../ports/forge.ts';
import type { GitReader } from '../../ports/git.ts';

/** Where the branch of a GitOps location stands now. Throws a {@link PersonError} where Tailrace can't get there, or there is none. */
export async function headOfLocation(git: GitReader, location: GitOpsLocation): Promise<string> {
  const { repository, branch } = location;
  const heads = await git.heads(repository, [branch]).catch((error: unknown) => {
    if (!(error instanceof NotInstalled)) throw error;
    throw personError(locationNotInstalledText(location, error.installAt));
  });
  const head = heads.get(branch);
  if (!head) throw personError(locationBranchMissingText(location));
  return head;
}

function personError({ title, message }: Problem): PersonError {
  return new PersonError(title, message);
}
