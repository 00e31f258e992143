import type { GitHubCall } from './rest-truth.ts';
import { restTruth } from './rest-truth.ts';
import { webhookTruth } from './webhook-truth.ts';

/** Holds what goes over the wire against GitHub's own description. */
export interface WireTruth {
  /** What is wrong, each once. */
  readonly problems: string[];
  call(call: GitHubCall): void;
  webhook(event: string, payload: unknown): void;
}

export function createWireTruth(operations: readonly string[], events: readonly string[]): WireTruth {
  const problems: string[] = [];
  const report = (where: string, wrong: readonly string[]) => {
    const some =
      wrong.slice(0, MOST).join('; ') + (wrong.length > MOST ? `; and ${wrong.length - MOST} more` : '');
    const problem = `${where} is not as GitHub describes it: ${some}`;
    if (wrong.length > 0 && !problems.includes(problem)) problems.push(problem);
  };
  const rest = restTruth(operations);
  const hooks = webhookTruth(events);
  return {
    problems,
    call: (call) => {
      report(`the request ${call.operation}`, rest.wrongInRequest(call));
      report(`the answer ${call.status} to ${call.operation}`, rest.wrongInAnswer(call));
    },
    webhook: (event, payload) => report(`the webhook ${event}`, hooks(event, payload)),
  };
}

/** Where it is about something else. */
export const uncheckedWire: WireTruth = { problems: [], call: () => {}, webhook: () => {} };

/** Of one message; the first tell enough. */
const MOST = 5;
