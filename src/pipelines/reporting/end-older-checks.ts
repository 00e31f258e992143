import { checkName } from '../../domain/names.ts';
import { supersededText } from '../../domain/texts/problems.ts';
import type { Checks } from '../../ports/forge.ts';
import type { Log } from '../../ports/log.ts';
import type { RunHistory, RunSubject } from '../../ports/run.ts';

/**
 * Ends the checks of heads whose runs were cut off by a newer head: they would stay "in progress" for ever. One that can't be ended is not
 * worth failing the newer head's run for: it is logged.
 */
export async function endOlderChecks(
  ports: { readonly checks: Checks; readonly history: RunHistory; readonly log: Log },
  subject: RunSubject,
): Promise<void> {
  const { repository, environment, head: newer } = subject;
  const { title, message: summary } = supersededText(newer);
  const name = checkName(environment);
  for (const head of await ports.history.cutOff(subject)) {
    const check = { name, head, state: 'cancelled', title, summary } as const;
    await ports.checks.ensureCheck(repository, check).catch((error: unknown) => {
      ports.log.warn({ err: error, head }, 'the check of an older head was not ended');
    });
  }
}
