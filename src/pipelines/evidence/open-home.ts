import type { EvidenceHome } from '../../domain/evidence/evidence-home.ts';
import { isOwnHome } from '../../domain/evidence/evidence-home.ts';
import { readersOfEvidence } from '../../domain/evidence/visibility.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Problem } from '../../domain/test-report.ts';
import {
  evidenceNotInstalledText,
  evidenceTooOpenText,
  fewerReadersNote,
} from '../../domain/texts/evidence-home.ts';
import type { Pushed } from '../../domain/texts/push-refusals.ts';
import { NotInstalled, type Repositories } from '../../ports/forge.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';

export interface HomePorts {
  readonly repositories: Repositories;
}

/**
 * Makes sure, before anything is run, that evidence may go to its home, and gives what readers should know of that. Throws a
 * {@link PersonError} where Tailrace can't get there, and where more people would read the evidence than the model.
 */
export async function openHome(
  { repositories }: HomePorts,
  model: RepositoryRef,
  home: EvidenceHome,
): Promise<readonly string[]> {
  if (isOwnHome(home)) return [];
  const [ofModel, ofEvidence] = await Promise.all([
    repositories.visibility(model),
    repositories.visibility(home.repository).catch((error: unknown) => explainHome(error, home)),
  ]);
  const seen = { model: ofModel, evidence: ofEvidence };
  switch (readersOfEvidence(ofModel, ofEvidence)) {
    case 'more':
      throw personError(evidenceTooOpenText(model, home.repository, seen));
    case 'fewer':
      return [fewerReadersNote(home.repository, ofEvidence)];
    case 'alike':
      return [];
  }
}

/** Makes what keeps Tailrace from a home of evidence a mistake that a person can mend; every other error stays as it is. */
export function explainHome(error: unknown, home: EvidenceHome, pushed: Pushed = 'evidence'): never {
  const { repository } = home;
  if (error instanceof NotInstalled && !isOwnHome(home))
    throw personError(evidenceNotInstalledText(repository, error.installAt));
  explainRefusal(error, pushed, isOwnHome(home) ? undefined : repository);
}

function personError({ title, message }: Problem): PersonError {
  return new PersonError(title, message);
}
