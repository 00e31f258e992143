/** Where the shell, or root's shell, would find a program. */
export function findProgram(program: string): string | undefined;
