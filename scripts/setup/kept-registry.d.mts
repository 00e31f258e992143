import type { Registry } from './registry.mjs';

/** A registry that keeps its data; images lie below `<host>/<prefix>/`. */
export interface KeptRegistry extends Registry {
  readonly prefix: string;
}

/** Starts it, or an empty one where another run uses it. */
export function startKeptRegistry(): Promise<KeptRegistry>;
