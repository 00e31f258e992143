import type { Container } from 'dockerode';
import { z } from 'zod';
import type { FailedCommand } from '../../ports/images.ts';
import { readWritten } from './archive-out.ts';

/** Where the kernel notes shell commands that failed; a notebook that writes there itself only makes warnings of its own. */
const notes = '/tailrace/failed-commands.jsonl';
const mostBytes = 64 * 1024;
const mostCommands = 100;

/** Where matplotlib keeps its fonts' list for a user without a home folder; another's holds settings, and often the list, made with the image. */
const matplotlib = `def _tailrace_gives_matplotlib_a_folder():
    import os
    if not os.access(os.path.expanduser("~"), os.W_OK):
        os.environ.setdefault("MPLCONFIGDIR", "/tailrace/matplotlib")
try:
    _tailrace_gives_matplotlib_a_folder()
except Exception:
    pass
del _tailrace_gives_matplotlib_a_folder
`;

/**
 * What the kernel runs when it starts, among the notebook's own names, of which none of ours stays. It makes `!command` note an exit code
 * that is not 0: IPython 9 keeps it in `_exit_code` alone, so that neither the executed notebook nor papermill tells of it.
 */
export const startupScript = `${matplotlib}def _tailrace_notes_failed_commands():
    import json
    shell = get_ipython()
    run = shell.system
    def system(command):
        result = run(command)
        code = shell.user_ns.get("_exit_code")
        if code:
            try:
                # IPython counts a cell before it runs or after, by its version; its history has the cell in any case.
                count = len(shell.history_manager.input_hist_parsed) - 1
                with open(${JSON.stringify(notes)}, "a") as file:
                    print(json.dumps({"count": count, "code": code}), file=file)
            except Exception:
                pass
        return result
    shell.system = system
try:
    _tailrace_notes_failed_commands()
except Exception:
    pass
del _tailrace_notes_failed_commands
`;

const noted = z.object({ count: z.int(), code: z.int() });

/** The shell commands of a notebook that failed, as far as the kernel noted them. */
export async function failedCommands(container: Container): Promise<readonly FailedCommand[]> {
  const file = await readWritten(container, notes, undefined, mostBytes);
  return file.kind === 'text' ? parseNotes(file.text) : [];
}

export function parseNotes(text: string): readonly FailedCommand[] {
  const lines = text.split('\n', mostCommands).map((line) => noted.safeParse(jsonOrNothing(line)));
  return lines.flatMap((line) => (line.success ? [line.data] : []));
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
