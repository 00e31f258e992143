import type { ForgeEvent } from '../../forge-event.ts';

export type EventOf<Kind extends ForgeEvent['kind']> = Extract<ForgeEvent, { kind: Kind }>;
