import { connectGitHub } from '../../src/adapters/github/github.ts';
import type { Delivery } from '../../src/domain/delivery.ts';
import type { ForgeEvent } from '../../src/domain/events.ts';
import type { Log } from '../../src/ports/log.ts';
import { startWeb } from '../../src/web/server.ts';
import { startFakeForge } from '../support/forge/fake-forge.ts';

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

/** The adapter and the web ingress, connected to a forge that has `acme/churn` with the branches `sandbox` and `qa`. */
export async function githubOnForge() {
  const webhookSecret = 'a secret for webhooks';
  const forge = await startFakeForge({ webhookSecret });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
  const stored: Delivery[] = [];
  const events: ForgeEvent[] = [];
  const github = await connectGitHub(
    {
      appId: forge.app.id,
      privateKey: forge.app.privateKey,
      webhookSecret,
      baseUrl: forge.apiUrl,
      webUrl: forge.url,
      waiting: { requestMs: 500, secondMs: 5, paced: false },
    },
    { clock: { now: () => new Date() }, log: quiet, onEvent: async (event) => void events.push(event) },
  );
  let away = false;
  const accept = async (delivery: Delivery) => {
    if (away) throw new Error('The store is away.');
    if (stored.some(({ id }) => id === delivery.id)) return 'known';
    stored.push(delivery);
    return 'accepted';
  };
  const web = await startWeb({
    host: '127.0.0.1',
    port: 0,
    routes: [github.webhook],
    deliveries: { accept },
    log: quiet,
  });
  forge.deliverTo(`http://127.0.0.1:${web.port}${github.webhook.path}`);
  return {
    forge,
    github,
    /** From now on the store takes nothing, or takes things again. */
    storeIsAway: (is: boolean) => {
      away = is;
    },
    /** Waits until the forge has told everything, then takes what is stored and gives the events in it. */
    async eventsSoFar(): Promise<readonly ForgeEvent[]> {
      await forge.settled();
      for (const delivery of stored.splice(0)) await github.receive(delivery);
      return events.splice(0);
    },
    async close(): Promise<void> {
      await forge.close().finally(() => web.stop());
    },
  };
}
