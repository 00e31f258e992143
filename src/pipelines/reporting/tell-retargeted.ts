import { checkName, marker } from '../../domain/names.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { type NewBase, retargetedComment, retargetedText } from '../../domain/texts/retargeted.ts';
import type { RunHistory } from '../../ports/run.ts';
import type { PublishPorts } from './publish.ts';

/** A pull request that was tested for other environments before goes elsewhere now: their checks on its head and their comments say so. */
export async function tellRetargeted(
  ports: PublishPorts & { readonly history: RunHistory },
  repository: RepositoryRef,
  { number, head, base }: { readonly number: number; readonly head: string; readonly base: NewBase },
): Promise<void> {
  const tested = await ports.history.environmentsOf(repository, number);
  for (const { environment, heads } of tested.filter((each) => each.environment !== base.environment)) {
    const { title, message: summary } = retargetedText(environment, base);
    const check = { name: checkName(environment), head, state: 'cancelled', title, summary } as const;
    if (heads.includes(head)) await ports.checks.ensureCheck(repository, check);
    const body = retargetedComment(environment, base);
    await ports.comments.ensureComment(repository, number, marker('test', environment), body);
  }
}
