import { noPolicy } from './allowances-for.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Policy } from './policy-schema.ts';

/** What whoever runs this installation decides. */
export interface Operator {
  readonly policy: Policy;
  /** The values of notebooks' secrets, by name. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The file that `TAILRACE_POLICY` names; `text` is undefined where it can't be read. */
export interface PolicyFile {
  readonly path: string;
  readonly text: string | undefined;
}

const prefix = 'TAILRACE_SECRET_';

/** A shorter value would be found in innocent text, so it could not be masked. */
const shortestSecret = 8;

/** Reads the policy's file and the secrets among these settings. Every mistake is a line of its own and repeats no secret. */
export function readOperator(
  file: PolicyFile | undefined,
  settings: Readonly<Record<string, string | undefined>>,
): { readonly operator: Operator; readonly mistakes: readonly string[] } {
  const { policy, mistakes } = readPolicy(file);
  const secrets = Object.entries(settings)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value = '']) => [name.slice(prefix.length), value] as const);
  const short = secrets.filter(([, value]) => value.trim().length < shortestSecret);
  const ofSecrets = short.map(
    ([name]) =>
      `${prefix}${name} is wrong: give ${shortestSecret} characters or more, so that it can be masked.`,
  );
  return {
    operator: { policy, secrets: Object.fromEntries(secrets) },
    mistakes: [...mistakes, ...ofSecrets],
  };
}

function readPolicy(file: PolicyFile | undefined): { policy: Policy; mistakes: string[] } {
  if (file === undefined) return { policy: noPolicy, mistakes: [] };
  const { path, text } = file;
  if (text === undefined)
    return { policy: noPolicy, mistakes: [`TAILRACE_POLICY is wrong: the file ${path} can't be read.`] };
  const parsed = parsePolicy(text);
  if (parsed.kind === 'ok') return { policy: parsed.policy, mistakes: [] };
  const mistakes = parsed.mistakes.map(
    ({ line, message, remedy }) =>
      `TAILRACE_POLICY is wrong in line ${line} of ${path}: ${message} ${remedy}`,
  );
  return { policy: noPolicy, mistakes };
}

/** The secrets of these names; the configuration was judged, so each has a value. */
export function secretsFor({ secrets }: Operator, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      if (value === undefined) throw new Error(`the secret ${name} has no value`);
      return [name, value];
    }),
  );
}
