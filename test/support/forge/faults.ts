/** Something that the forge shall do wrong, to the next matching requests. */
export interface Fault {
  /** Any method when left out. */
  readonly method?: string;
  /** Matched against path and query. */
  readonly path: RegExp;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** How many requests it befalls; one when left out. */
  readonly times?: number;
  /** Never answer: the client has to give up. */
  readonly timeout?: boolean;
  /** Do what was asked, and only then answer like this: the client can't know that it was done. */
  readonly afterwards?: boolean;
}

export interface Faults {
  plan(fault: Fault): void;
  /** The fault that befalls this request; it is used up by one. */
  next(method: string, pathAndQuery: string): Fault | undefined;
  /** Faults that were planned and never happened. */
  unused(): string[];
}

export function createFaults(): Faults {
  const planned: { fault: Fault; left: number }[] = [];
  return {
    plan: (fault) => void planned.push({ fault, left: fault.times ?? 1 }),
    next(method, path) {
      const found = planned.find(({ fault, left }) => left > 0 && matches(fault, method, path));
      if (found) found.left -= 1;
      return found?.fault;
    },
    unused: () =>
      planned
        .filter(({ left }) => left > 0)
        .map(
          ({ fault, left }) =>
            `planned failure never happened (${left} left): ${fault.method ?? 'any'} ${fault.path}`,
        ),
  };
}

function matches(fault: Fault, method: string, path: string): boolean {
  return (fault.method === undefined || fault.method === method) && fault.path.test(path);
}
