/** One webhook, as it is sent: the same bytes at every attempt. */
export interface Message {
  /** Stays the same when it is sent again. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly repositoryId: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One attempt to deliver a message. */
export interface Delivery extends Message {
  readonly id: number;
  readonly at: Date;
  readonly redelivery: boolean;
  /** HTTP status of the receiver; 0 when nobody answered in time; undefined while it is under way, and for a lost one. */
  status: number | undefined;
  /** Lost on the way: the forge itself doesn't know that it was never sent. */
  readonly lost: boolean;
}

export interface Outbox {
  readonly deliveries: Delivery[];
  deliverTo(url: string | undefined): void;
  send(message: Message): void;
  redeliver(message: Message): void;
  loseNext(event: string): void;
  doubleNext(event: string): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Accidents that were planned and never happened. */
  unused(): string[];
}

export interface OutboxOptions {
  readonly now: () => Date;
  readonly nextId: () => number;
  /** How long the receiver may take; GitHub and GitLab give up after ten seconds. */
  readonly timeoutMs: number;
}

/** Delivers in order, one after the other, and never tries again by itself, as GitHub doesn't. */
export function createOutbox(options: OutboxOptions): Outbox {
  const deliveries: Delivery[] = [];
  const accidents: { event: string; kind: 'lose' | 'double' }[] = [];
  let target: string | undefined;
  let tail: Promise<void> = Promise.resolve();

  function attempt(message: Message, how: { redelivery: boolean; lost: boolean }): void {
    const delivery: Delivery = {
      ...message,
      ...how,
      id: options.nextId(),
      at: options.now(),
      status: undefined,
    };
    deliveries.push(delivery);
    if (delivery.lost) return;
    tail = tail.then(async () => {
      delivery.status = await post(target, delivery, options.timeoutMs);
    });
  }

  function takeAccident(event: string) {
    const index = accidents.findIndex((accident) => accident.event === event);
    return index < 0 ? undefined : accidents.splice(index, 1)[0]?.kind;
  }

  return {
    deliveries,
    deliverTo: (url) => {
      target = url;
    },
    send(message) {
      const accident = takeAccident(message.event);
      attempt(message, { redelivery: false, lost: accident === 'lose' });
      if (accident === 'double') attempt(message, { redelivery: false, lost: false });
    },
    redeliver: (message) => attempt(message, { redelivery: true, lost: false }),
    loseNext: (event) => void accidents.push({ event, kind: 'lose' }),
    doubleNext: (event) => void accidents.push({ event, kind: 'double' }),
    async settled() {
      for (let seen: Promise<void> | undefined; seen !== tail; ) {
        seen = tail;
        await seen;
      }
    },
    unused: () => accidents.map(({ event, kind }) => `planned accident never happened: ${kind} ${event}`),
  };
}

/** @returns the receiver's status, or 0 when it could not be reached or did not answer in time. */
async function post(url: string | undefined, delivery: Delivery, timeoutMs: number): Promise<number> {
  if (url === undefined) return 0;
  const { headers, body } = delivery;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
