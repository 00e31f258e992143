import { text } from 'node:stream/consumers';
import { readExecutedNotebook } from '../../domain/notebook/executed.ts';

// Reads a notebook from standard input, in as much memory as this process was given, and ends.
readExecutedNotebook(await text(process.stdin));
