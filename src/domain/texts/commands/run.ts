import { short } from '../numbers.ts';
import type { Answer } from './answer.ts';

export function experimentBeginsAnswer(head: string): Answer {
  return {
    done: true,
    text: `🚀 The experiment on \`${short(head)}\` begins; what comes out is told in a comment of its own.`,
  };
}
