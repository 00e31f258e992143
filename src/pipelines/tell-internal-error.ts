import { checkName, marker } from '../domain/names.ts';
import { formatRepository } from '../domain/repository-ref.ts';
import { internalErrorComment, internalErrorText } from '../domain/texts/problems.ts';
import type { Work } from '../domain/work.ts';
import type { Checks, Comments } from '../ports/forge.ts';
import type { Roads } from '../ports/records.ts';

/** Says on the pull request that its work was given up, with the reference under which the log tells why. */
export async function tellInternalError(
  ports: { readonly checks: Checks; readonly comments: Comments; readonly roads: Roads },
  work: Work,
  reference: string,
): Promise<void> {
  if (work.kind !== 'test-pull-request') return;
  const { repository, number, head, base } = work;
  const stations = await ports.roads.list();
  const known = stations.find(
    (stop) =>
      formatRepository(stop.repository) === formatRepository(repository) && stop.station.branch === base,
  );
  const environment = known?.station.environment ?? base;
  const { title, message } = internalErrorText(reference);
  await ports.checks.ensureCheck(repository, {
    name: checkName(environment),
    head,
    state: 'failure',
    title,
    summary: message,
  });
  await ports.comments.ensureComment(
    repository,
    number,
    marker('test', environment),
    internalErrorComment(environment, reference),
  );
}
