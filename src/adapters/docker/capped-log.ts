export interface CappedLog {
  add(line: string): void;
  text(): string;
  /** Whether lines were left out. */
  cut(): boolean;
}

/** Keeps the first and the last half of `maxBytes`, in whole lines; what lies between is counted. */
export function createCappedLog(maxBytes: number): CappedLog {
  const half = maxBytes / 2;
  const first: string[] = [];
  const last: string[] = [];
  let firstBytes = 0;
  let lastBytes = 0;
  let dropped = 0;
  let begin = 0;

  function forgetOldest(): void {
    while (lastBytes > half && begin < last.length) {
      lastBytes -= sizeOf(last[begin] ?? '');
      last[begin] = '';
      begin += 1;
      dropped += 1;
    }
    // Dropping one line at a time from an array's front would cost its whole length each time.
    if (begin > 10_000) last.splice(0, begin);
    if (begin > 10_000) begin = 0;
  }

  return {
    add(line) {
      const bytes = sizeOf(line);
      if (last.length === 0 && firstBytes + bytes <= half) {
        first.push(line);
        firstBytes += bytes;
        return;
      }
      last.push(line);
      lastBytes += bytes;
      forgetOldest();
    },
    text() {
      const gap = dropped > 0 ? [`… ${dropped} lines left out …`] : [];
      return [...first, ...gap, ...last.slice(begin)].map((line) => `${line}\n`).join('');
    },
    cut: () => dropped > 0,
  };
}

function sizeOf(line: string): number {
  return Buffer.byteLength(line) + 1;
}
