/** A repository of the forge, as people write it: `owner/name`. */
export interface RepositoryRef {
  readonly owner: string;
  readonly name: string;
}

export function formatRepository(ref: RepositoryRef): string {
  return `${ref.owner}/${ref.name}`;
}

/** Forges know no case in the names of repositories. */
export function isSameRepository(one: RepositoryRef, other: RepositoryRef): boolean {
  return formatRepository(one).toLowerCase() === formatRepository(other).toLowerCase();
}

/** Reads `owner/name`; undefined where the text is something else. GitLab's nested groups stay in `owner`. */
export function parseRepository(text: string): RepositoryRef | undefined {
  const match = /^([\w.-]+(?:\/[\w.-]+)*)\/([\w.-]+)$/.exec(text);
  if (text.split('/').some((part) => part === '.' || part === '..')) return undefined;
  return match?.[1] && match[2] ? { owner: match[1], name: match[2] } : undefined;
}
