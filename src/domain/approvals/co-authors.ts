/** The addresses of everybody who wrote a commit: its author, and those whom `Co-authored-by:` trailers name. Lower case, each once. */
export function addressesOf({
  author,
  message,
}: {
  readonly author: { readonly email: string };
  readonly message: string;
}): readonly string[] {
  const coAuthors = [...message.matchAll(/^co-authored-by:[^<\n]*<([^<>\n]+)>[ \t]*\r?$/gim)];
  const all = [author.email, ...coAuthors.map(([, address = '']) => address)];
  return [...new Set(all.map((address) => address.trim().toLowerCase()).filter(Boolean))];
}
