import type { Delivery } from '../domain/delivery.ts';

/** Keeps webhooks: a delivery is stored under its id together with its job, in one transaction. */
export interface Deliveries {
  /** Resolves once the delivery is safe. A known id is not taken twice. */
  accept(delivery: Delivery): Promise<'accepted' | 'known'>;
}
