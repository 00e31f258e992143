/** A registry on loopback that the caller started and ends. */
export interface Registry {
  /** 127.0.0.1:PORT, the first part of an image's name in it */
  readonly host: string;
  /** Its process; 0 when it runs in a container */
  readonly pid: number;
  /** Ends it and waits until it is gone; its data stay in `dataDir` (a container's go with it) */
  stop(): Promise<void>;
}

/** `port`: default a free one. With `user` it asks for that name and password and refuses anyone else. */
export interface RegistryOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
}

/**
 * Starts an OCI registry on 127.0.0.1 and waits until it answers; deleting is allowed. It is the `docker-registry` program of
 * Debian, or the image registry:2 where there is none.
 * @throws SetUpError when neither is to be had, or it does not answer in time
 */
export function startRegistry(options: RegistryOptions): Promise<Registry>;
