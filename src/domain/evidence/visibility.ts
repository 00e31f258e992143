/** Who may read a repository: everybody, everybody of the company, or those who were let in. */
export type Visibility = 'public' | 'internal' | 'private';

const readers: Readonly<Record<Visibility, number>> = { private: 0, internal: 1, public: 2 };

/** How the readers of evidence compare with those of its model: `more` would see what the model's repository hides. */
export function readersOfEvidence(model: Visibility, evidence: Visibility): 'more' | 'fewer' | 'alike' {
  if (readers[evidence] > readers[model]) return 'more';
  return readers[evidence] < readers[model] ? 'fewer' : 'alike';
}
