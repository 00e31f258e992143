import type { RunCommand } from '../../domain/work.ts';
import type { ForgeLinks } from '../../ports/forge.ts';
import type { Asking } from '../holds/asking.ts';

/** Who asks, by a command. */
export function askingOf(links: ForgeLinks, command: RunCommand, signal: AbortSignal): Asking {
  const { repository, id, by, heardAt: at } = command;
  return { repository, id, by, at, signal, url: links.comment(repository, command) };
}
