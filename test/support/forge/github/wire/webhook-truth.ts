import { webhookDescription } from './description.ts';
import type { Excerpt } from './excerpt.ts';
import { isObject } from './json.ts';
import { strictSchema } from './strict-schema.ts';
import { type Validate, validatorOf } from './validators.ts';

/** Tells what is wrong with a webhook's payload, by its event and action. */
export function webhookTruth(events: readonly string[]) {
  let description: Excerpt | undefined;
  const validators = new Map<string, Validate>();
  return (event: string, payload: unknown): readonly string[] => {
    const action = isObject(payload) && typeof payload.action === 'string' ? payload.action : undefined;
    const name = action === undefined ? event : `${event}.${action}`;
    description ??= webhookDescription(events);
    const schema = description.parts[name];
    if (schema === undefined) return [`there is no webhook ${name}`];
    const validate = validators.get(name) ?? validatorOf(strictSchema(schema, description.schemas));
    validators.set(name, validate);
    return validate(payload);
  };
}
