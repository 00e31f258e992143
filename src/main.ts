import { startTailrace } from './compose.ts';
import { readSettings, SettingsWrong } from './settings.ts';

/** Starts Tailrace with the settings of the environment, and stops it in order when the process is told to. */
async function main(): Promise<void> {
  const tailrace = await startTailrace(readSettings(process.env));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      tailrace.stop().then(() => process.exit(0), fail);
    });
  }
}

function fail(error: unknown): void {
  console.error(error instanceof SettingsWrong ? error.message : error);
  process.exit(1);
}

main().catch(fail);
