import type { Allowances } from '../policy/allowances.ts';
import { quoted } from '../yaml/mistake.ts';
import { groupOf, isBuiltIn, isClusterScoped } from './cluster-scoped-kinds.ts';

export type AllowedKinds = Pick<Allowances, 'kinds' | 'by'>;

/** Why a template may not hold an object of this kind, if so. */
export function judgeKind(
  apiVersion: string,
  kind: string,
  { kinds, by }: AllowedKinds,
): { readonly message: string; readonly remedy: string } | undefined {
  if (kinds === undefined && isClusterScoped(apiVersion, kind))
    return {
      message: `A ${kind} belongs to the whole cluster. That is not allowed by ${by}.`,
      remedy: 'Remove it; whoever runs the cluster adds it there.',
    };
  const group = groupOf(apiVersion);
  const names = [`${group}/${kind}`, ...(isBuiltIn(group) ? [kind] : [])];
  if (kinds === undefined || names.some((name) => kinds.includes(name))) return undefined;
  return {
    message: `The kind ${quoted(isBuiltIn(group) ? kind : `${group}/${kind}`)} is not allowed by ${by}.`,
    remedy: `Use ${kinds.map(quoted).join(', ')}, or ask the operator to allow it.`,
  };
}
