/** Where the process's own secrets stand in its settings. */
export interface WithSecrets {
  readonly github: { readonly privateKey: string; readonly webhookSecret: string };
  readonly databaseUrl: string | undefined;
  /** Docker's config.json, parsed. */
  readonly dockerConfig: unknown;
  readonly signing: { readonly key: { readonly text: string } } | undefined;
  /** Values for notebooks, by name. */
  readonly operator: { readonly secrets: Readonly<Record<string, string>> };
}

/** Every secret that the process was started with. */
export function knownSecrets(settings: WithSecrets): string[] {
  const { github, databaseUrl, dockerConfig, signing, operator } = settings;
  const known = [
    github.privateKey,
    github.webhookSecret,
    databaseUrl === undefined ? '' : decodeURIComponent(new URL(databaseUrl).password),
    ...loginsIn(dockerConfig),
    signing?.key.text,
    ...Object.values(operator.secrets),
  ];
  return known.filter((secret) => secret !== undefined && secret !== '').map(String);
}

/** The names under which Docker's config.json holds what opens a registry (https://docs.docker.com/reference/cli/docker/login/). */
const loginKeys = ['auth', 'password', 'identitytoken', 'registrytoken'];

function loginsIn(config: unknown): string[] {
  if (typeof config !== 'object' || config === null) return [];
  return Object.entries(config).flatMap(([name, value]) => {
    if (typeof value !== 'string' || !loginKeys.includes(name)) return loginsIn(value);
    const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
    return name === 'auth' ? [value, password] : [value];
  });
}
