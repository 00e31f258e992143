import type { ContainerCreateOptions } from 'dockerode';
import { runLabel } from './names.ts';

/** A container for code of a pull request. */
export interface Sandbox {
  readonly runId: string;
  readonly name?: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly workdir: string;
  /** The image's USER; empty means root. */
  readonly user: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly network: boolean;
  /** Mounted read-only, by the absolute path. */
  readonly volumes?: readonly { readonly volume: string; readonly path: string }[];
}

const mostProcesses = 512;

/** "nocopy": else the Engine would fill an empty volume with what the image has at that path. */
function readOnlyMount({ volume, path }: { readonly volume: string; readonly path: string }): string {
  return `${volume}:${path}:ro,nocopy`;
}

/**
 * The container's settings. The user stays the image's own: its files belong to it, and a notebook writes to WORKDIR. Where that
 * is root, it is root without any capability: it can't even read other users' files.
 */
export function sandboxOptions(sandbox: Sandbox): ContainerCreateOptions {
  return {
    ...(sandbox.name === undefined ? {} : { name: sandbox.name }),
    Image: sandbox.image,
    Entrypoint: [...sandbox.command],
    Cmd: [],
    WorkingDir: sandbox.workdir,
    User: sandbox.user,
    Env: [...sandbox.environment].map(([name, value]) => `${name}=${value}`),
    Labels: { [runLabel]: sandbox.runId },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: sandbox.network ? 'default' : 'none',
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Binds: (sandbox.volumes ?? []).map(readOnlyMount),
      PidsLimit: mostProcesses,
      Memory: sandbox.memoryBytes,
      MemorySwap: sandbox.memoryBytes,
      NanoCpus: Math.round(sandbox.cpus * 1e9),
      Init: true,
      // The output is read from the attached stream: nothing that a notebook prints fills the Engine's disk.
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}
