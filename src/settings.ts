import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

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
  /** Docker's config.json with registry logins, parsed. */
  readonly dockerConfig: unknown;
  readonly logLevel: string;
  /** Who commits of Tailrace are by. */
  readonly identity: { readonly name: string; readonly email: string };
  /** What git inherits: proxies, certificates. */
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
  WEBHOOK_SECRET: z.string().min(16, 'give it at least 16 characters'),
  GHE_HOST: z.string().min(1).optional(),
  GHE_PROTOCOL: z.enum(['http', 'https']).default('https'),
  HOST: z.string().default('0.0.0.0'),
  PORT: whole(0, 65535).default(3000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DOCKER_AUTH_CONFIG: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({
          code: 'custom',
          message: "it is not JSON; give the content of Docker's config.json",
        });
        return z.NEVER;
      }
    })
    .default({}),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  TAILRACE_DATA: z.string().default(join(homedir(), '.local', 'share', 'tailrace')),
  TAILRACE_RUNS_AT_ONCE: whole(1, 1000).default(4),
  TAILRACE_COMMIT_NAME: z.string().default('Tailrace'),
  TAILRACE_COMMIT_EMAIL: z.email().default('tailrace@users.noreply.github.com'),
});

/** Reads the settings out of environment variables. Throws {@link SettingsWrong} with every mistake at once. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const parsed = schema.safeParse(environment);
  const key = keyOf(environment);
  const mistakes = [
    ...(parsed.success
      ? []
      : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${missing(environment, issue)}`)),
    ...(key.kind === 'mistake' ? [key.mistake] : []),
  ];
  if (!parsed.success || key.kind === 'mistake') {
    throw new SettingsWrong(
      `Tailrace can't start with these settings:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`,
    );
  }
  return settingsOf(parsed.data, key.key, environment);
}

function missing(environment: NodeJS.ProcessEnv, issue: { path: PropertyKey[]; message: string }): string {
  return environment[String(issue.path[0])] === undefined
    ? "it is not set; see the README's table of settings"
    : issue.message;
}

function keyOf({
  PRIVATE_KEY,
  PRIVATE_KEY_PATH,
}: NodeJS.ProcessEnv): { kind: 'key'; key: string } | { kind: 'mistake'; mistake: string } {
  if (PRIVATE_KEY) return { kind: 'key', key: PRIVATE_KEY.replaceAll('\\n', '\n') };
  if (!PRIVATE_KEY_PATH)
    return {
      kind: 'mistake',
      mistake:
        "PRIVATE_KEY_PATH: it is not set; name the file of the app's private key, or give its text as PRIVATE_KEY",
    };
  try {
    return { kind: 'key', key: readFileSync(PRIVATE_KEY_PATH, 'utf8') };
  } catch {
    return { kind: 'mistake', mistake: `PRIVATE_KEY_PATH: the file ${PRIVATE_KEY_PATH} can't be read` };
  }
}

function settingsOf(
  given: z.infer<typeof schema>,
  privateKey: string,
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
    dataFolder: given.TAILRACE_DATA,
    runsAtOnce: given.TAILRACE_RUNS_AT_ONCE,
    dockerConfig: given.DOCKER_AUTH_CONFIG,
    logLevel: given.LOG_LEVEL,
    identity: { name: given.TAILRACE_COMMIT_NAME, email: given.TAILRACE_COMMIT_EMAIL },
    environment: withoutSecrets(environment),
  };
}

/** git has no use for our own secrets. */
function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const secret = ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'DATABASE_URL', 'DOCKER_AUTH_CONFIG'];
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secret.includes(name)));
}
