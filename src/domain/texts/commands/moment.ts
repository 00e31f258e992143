/** A time as it stands in a table: `2026-11-25 14:03 UTC`. */
export function momentText(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
