import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Engine } from '../../../src/adapters/postgres/engine.ts';
import type { EngineHandlers } from '../../../src/adapters/postgres/engine-context.ts';
import { ask, startTestServer, type TestServer } from './test-database.ts';
import { startTestEngine, type TestEngineOptions } from './test-engine.ts';

const forgetAll = 'truncate pgboss.job, tailrace.delivery, tailrace.claim, tailrace.run cascade';

/** Gives a file a database, stops the engines that a test started there, and leaves nothing for the next test. */
export function useEngines() {
  let server: TestServer;
  let url: string;
  const engines: Engine[] = [];
  beforeAll(async () => {
    server = await startTestServer();
    url = await server.database();
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
    await ask(url, forgetAll);
  });
  const start = async (handlers: Partial<EngineHandlers>, options?: TestEngineOptions) => {
    const engine = await startTestEngine(url, handlers, options);
    engines.push(engine);
    return engine;
  };
  return { start, url: () => url };
}
