import type { NamedRelease } from '../promotion/named-release.ts';
import { code, list, paragraphs } from './markdown.ts';
import { short } from './numbers.ts';

/** Said where a person names a release that is not one, or several. */
export function unclearReleaseText(
  written: string,
  found: Exclude<NamedRelease, { readonly kind: 'found' }>,
): string {
  if (found.kind === 'unknown')
    return `No release is called ${code(written)} here. A release is named by its commit or the digest of its image (seven digits or more), by a tag, or by the pull request that brought it, as \`#12\`.`;
  return paragraphs([
    `Several releases are called ${code(written)}. Name the one that you mean by its commit:`,
    list(
      found.releases.map(({ commit }) => `\`${short(commit)}\` (\`${commit}\`)`),
      (more) => `… and ${more} more`,
      10,
    ),
  ]);
}
