import type { AuditEntry } from '../../domain/audit.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Audit } from '../../ports/records.ts';

/** Puts a command and what came of it into the audit. */
export async function noteCommand(
  { audit, clock }: { readonly audit: Audit; readonly clock: Clock },
  command: RunCommand,
  found: Pick<AuditEntry, 'outcome' | 'environment' | 'permission'>,
): Promise<void> {
  const { repository, id, delivery, place, comment, by, asked } = command;
  const { environment, permission, outcome } = found;
  const at = clock.now().toISOString();
  await audit.append(repository, {
    ...{ id, delivery, place, comment, by, asked },
    ...{ environment, permission, outcome, at },
  });
}
