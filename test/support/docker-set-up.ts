import type { TestProject } from 'vitest/node';
import { type KeptRegistry, startKeptRegistry } from '../../scripts/setup/kept-registry.mjs';

let registry: KeptRegistry;

/** One registry for all test files, kept between runs: an image's large layers are sent there once. */
export async function setup(project: TestProject): Promise<void> {
  registry = await startKeptRegistry();
  project.provide('registry', { host: registry.host, prefix: registry.prefix });
}

export async function teardown(): Promise<void> {
  await registry.stop();
}

declare module 'vitest' {
  interface ProvidedContext {
    registry: { readonly host: string; readonly prefix: string };
  }
}
