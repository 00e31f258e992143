import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { z } from 'zod';
import { type Operator, readOperator } from './domain/policy/operator.ts';
import { keyRemedies, privateKeyOf, readOrNothing, type Signing, signingOf } from './settings/keys.ts';

/** The process's settings, as the composition root takes them. Names of variables follow Probot's, PostgreSQL's and Docker's own. */
export interface Settings {
  readonly github: {
    readonly appId: number;
    readonly privateKey: string;
    readonly webhookSecret: string;
    readonly baseUrl: string;
    readonly webUrl: string;
  };
  readonly host: string;
  readonly port: number;
  /** undefined: an embedded PostgreSQL in the data folder. */
  readonly databaseUrl: string | undefined;
  /** Git caches and the embedded PostgreSQL. */
  readonly dataFolder: string;
  /** How many tests run at once. */
  readonly runsAtOnce: number;
  /** The most bytes that each cache may have on its disk. */
  readonly cacheBytes: number;
  /** Whether images and tags that nobody uses are removed from the registries. */
  readonly pruneRegistry: boolean;
  /** Docker's config.json with registry logins, parsed. */
  readonly dockerConfig: unknown;
  /** The image with Python that the one which checks data is made from. */
  readonly checkerBase: string;
  /** Files with the contexts that the policy's clusters name. */
  readonly kubeconfig: readonly string[];
  readonly logLevel: string;
  /** Who commits of Tailrace are by. */
  readonly identity: { readonly name: string; readonly email: string };
  readonly operator: Operator;
  /** What they are signed with, and the setting that it comes from; undefined: they are not signed. */
  readonly signing: Signing | undefined;
  /** What git inherits: proxies, certificates; none of our secrets. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Several mistakes in the process's settings; the message names each, with what to set. */
export class SettingsWrong extends Error {
  override readonly name = 'SettingsWrong';
}

const whole = (low: number, high: number) => z.coerce.number().int().min(low).max(high);

const schema = z.object({
  APP_ID: whole(1, Number.MAX_SAFE_INTEGER),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z.string().min(16),
  GHE_HOST: z
    .string()
    .regex(/^[\w.-]+(:\d{1,5})?$/)
    .optional(),
  GHE_PROTOCOL: z.enum(['http', 'https']).default('https'),
  KUBECONFIG: z.string().default(join(homedir(), '.kube', 'config')),
  HOST: z.string().default('0.0.0.0'),
  PORT: whole(0, 65535).default(3000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DOCKER_AUTH_CONFIG: z.string().transform(parseJson).pipe(z.record(z.string(), z.unknown())).default({}),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  TAILRACE_DATA: z.string().default(join(homedir(), '.local', 'share', 'tailrace')),
  TAILRACE_RUNS_AT_ONCE: whole(1, 1000).default(4),
  TAILRACE_POLICY: z.string().optional(),
  TAILRACE_CACHE_GB: whole(1, 100_000).default(20),
  TAILRACE_CHECKER_BASE: z
    .string()
    .regex(/^[\w./:@-]+$/)
    .default('python:3.13-slim'),
  TAILRACE_PRUNE_REGISTRY: z.enum(['true', 'false']).default('false'),
  TAILRACE_COMMIT_NAME: z.string().default('Tailrace'),
  TAILRACE_COMMIT_EMAIL: z.email().default('tailrace@users.noreply.github.com'),
  TAILRACE_SIGNING_KEY: z.string().optional(),
  TAILRACE_SIGNING_KEY_PATH: z.string().optional(),
});

/** What to set. A wrong value is never repeated: it may be a secret. */
const remedies: Readonly<Record<keyof z.infer<typeof schema>, string>> = {
  APP_ID: "give the app's id, a number that its settings page shows",
  ...keyRemedies,
  WEBHOOK_SECRET: "give the app's webhook secret, 16 characters or more",
  GHE_HOST: 'give the host alone, for example github.example.com',
  GHE_PROTOCOL: 'give http or https',
  KUBECONFIG:
    "give the file with the contexts of the policy's clusters, or several with a colon between them",
  HOST: 'give the address to listen on, for example 0.0.0.0',
  PORT: 'give a port, 0 to 65535 (0 takes a free one)',
  DATABASE_URL: 'give postgres://user:password@host:5432/database, or nothing for an embedded database',
  DOCKER_AUTH_CONFIG: "give the content of Docker's config.json",
  LOG_LEVEL: 'give fatal, error, warn, info, debug or trace',
  TAILRACE_DATA: 'give a folder',
  TAILRACE_RUNS_AT_ONCE: 'give a number from 1 to 1000',
  TAILRACE_POLICY: 'name the YAML file of your policy; deploy/policy.example.yml is one',
  TAILRACE_CACHE_GB: 'give a number of gigabytes from 1 to 100000',
  TAILRACE_CHECKER_BASE: 'name an image with Python 3.11 or newer and pip, for example python:3.13-slim',
  TAILRACE_PRUNE_REGISTRY: 'give true or false',
  TAILRACE_COMMIT_NAME: 'give a name',
  TAILRACE_COMMIT_EMAIL: 'give an email address',
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads the settings out of environment variables; an empty one is as good as none. Throws {@link SettingsWrong} with every mistake at once. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(given);
  const key = privateKeyOf(given);
  const signing = signingOf(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0]));
  const ofSchema = [...new Set(wrong)].map((name) => mistakeOf(name, given[name] !== undefined));
  const file = given.TAILRACE_POLICY;
  const { operator, mistakes: ofOperator } = readOperator(
    file === undefined ? undefined : { path: file, text: readOrNothing(file) },
    given,
  );
  const ofKeys = [key, signing].filter((each) => typeof each === 'string');
  const mistakes = [...ofSchema, ...ofKeys, ...ofOperator];
  if (!parsed.success || typeof key === 'string' || typeof signing === 'string' || mistakes.length > 0)
    throw settingsWrong(mistakes);
  return settingsOf(parsed.data, { privateKey: key.text, signing, operator }, given);
}

/** What a person reads who starts Tailrace with these mistakes. */
export function settingsWrong(mistakes: readonly string[]): SettingsWrong {
  const lines = mistakes.map((mistake) => `  ${mistake}`);
  return new SettingsWrong(["Tailrace can't start with these settings:", ...lines].join('\n'));
}

function mistakeOf(name: string, isSet: boolean): string {
  const remedy = Object.entries(remedies).find(([known]) => known === name)?.[1];
  return `${name} is ${isSet ? 'wrong' : 'not set'}: ${remedy ?? 'see the README'}.`;
}

function settingsOf(
  given: z.infer<typeof schema>,
  { privateKey, signing, operator }: Pick<Settings, 'signing' | 'operator'> & { readonly privateKey: string },
  environment: NodeJS.ProcessEnv,
): Settings {
  const enterprise = given.GHE_HOST && `${given.GHE_PROTOCOL}://${given.GHE_HOST}`;
  return {
    github: {
      appId: given.APP_ID,
      privateKey,
      webhookSecret: given.WEBHOOK_SECRET,
      baseUrl: enterprise ? `${enterprise}/api/v3` : 'https://api.github.com',
      webUrl: enterprise ?? 'https://github.com',
    },
    host: given.HOST,
    port: given.PORT,
    databaseUrl: given.DATABASE_URL,
    dataFolder: resolve(given.TAILRACE_DATA),
    runsAtOnce: given.TAILRACE_RUNS_AT_ONCE,
    cacheBytes: given.TAILRACE_CACHE_GB * 1024 ** 3,
    pruneRegistry: given.TAILRACE_PRUNE_REGISTRY === 'true',
    dockerConfig: given.DOCKER_AUTH_CONFIG,
    checkerBase: given.TAILRACE_CHECKER_BASE,
    kubeconfig: given.KUBECONFIG.split(delimiter).filter(Boolean),
    logLevel: given.LOG_LEVEL,
    identity: { name: given.TAILRACE_COMMIT_NAME, email: given.TAILRACE_COMMIT_EMAIL },
    operator,
    signing,
    environment: forGit(environment),
  };
}

/** Ways to the network, certificates, homes and languages: all that git needs of our environment, and none of our secrets. */
const inheritable =
  /^(PATH|HOME|XDG_CONFIG_HOME|USER|TMPDIR|TZ|LANG|LD_LIBRARY_PATH|(https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|GIT_(SSL|PROXY|EXEC_PATH|HTTP|CURL|TRACE)\w*)$/i;

function forGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => inheritable.test(name)));
}
