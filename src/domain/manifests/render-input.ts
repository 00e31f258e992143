import type { ServeOnPort } from './serving-port.ts';

/** What our own manifests are made of. */
export type RenderInput = {
  readonly name: string;
  readonly namespace: string;
  readonly environment: string;
  /** 40 hexadecimal digits. */
  readonly release: string;
  /** Pinned: `repository@sha256:…`. */
  readonly image: string;
  readonly serve: ServeOnPort;
  /** Whether the Namespace is written too. */
  readonly createNamespace: boolean;
};
