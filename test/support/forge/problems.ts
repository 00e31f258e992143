export interface Problems {
  expect(pattern: RegExp): void;
  ignore(pattern: RegExp): void;
  throwIfAny(): void;
}

/** Weighs what went wrong against what a test expects to go wrong. */
export function createProblems(list: () => string[]): Problems {
  const expected: RegExp[] = [];
  const ignored: RegExp[] = [];
  return {
    expect: (pattern) => void expected.push(pattern),
    ignore: (pattern) => void ignored.push(pattern),
    throwIfAny() {
      const all = list();
      const known = [...expected, ...ignored];
      const surprises = all.filter((problem) => !known.some((pattern) => pattern.test(problem)));
      const absent = expected
        .filter((pattern) => !all.some((problem) => pattern.test(problem)))
        .map((pattern) => `expected problem never happened: ${pattern}`);
      const bad = [...surprises, ...absent];
      if (bad.length > 0) throw new Error(`The fake forge was left with problems:\n- ${bad.join('\n- ')}`);
    },
  };
}
