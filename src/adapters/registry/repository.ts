/** Where a repository's registry answers. */
export interface RepositoryAddress {
  /** The registry's name as people and logins write it, e.g. `127.0.0.1:5000`, `docker.io`. */
  readonly registry: string;
  /** `http://…` or `https://…`, without a path. */
  readonly origin: string;
  /** The repository inside the registry. */
  readonly path: string;
}

const dockerHub = 'docker.io';

/**
 * Takes `host/path` apart. Without a host it is Docker Hub, as for docker itself. Loopback registries are asked without TLS, as
 * the Engine does (https://docs.docker.com/reference/cli/dockerd/#insecure-registries).
 */
export function parseRepository(repository: string): RepositoryAddress {
  const slash = repository.indexOf('/');
  const first = slash < 0 ? '' : repository.slice(0, slash);
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = isHost ? first : dockerHub;
  const path = isHost ? repository.slice(slash + 1) : repository;
  if (registry !== dockerHub) return { registry, origin: originOf(registry), path };
  return {
    registry,
    origin: 'https://registry-1.docker.io',
    path: path.includes('/') ? path : `library/${path}`,
  };
}

function originOf(registry: string): string {
  const host = registry.replace(/:\d+$/, '');
  const loopback = host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]';
  return `${loopback ? 'http' : 'https'}://${registry}`;
}
