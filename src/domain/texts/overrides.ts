import type { Override } from '../gates/override.ts';
import { overridesIn } from '../gates/override-gates.ts';
import type { TestReport } from '../test-report.ts';
import { bare, link, list, paragraphs, plain } from './markdown.ts';

/** Who let which gate pass, and why. */
export function overridesText(report: TestReport): string | undefined {
  const overrides = overridesIn(report);
  if (overrides.length === 0) return undefined;
  return paragraphs([
    list(overrides.map(overrideLine), (more) => `… and ${more} more`),
    !report.merged && 'That holds for this very commit; a new one is judged anew.',
  ]);
}

function overrideLine({ gate, by, why, comment }: Override): string {
  return `🔓 **${plain(gate, 80)}** fails, and ${link(plain(by, 60), comment)} let it pass: ${plain(why, 300)}`;
}

/** `, 1 overridden by dana`; nothing where nothing is. Not Markdown. */
export function overriddenCount(report: TestReport): string {
  const overrides = overridesIn(report);
  if (overrides.length === 0) return '';
  const people = [...new Set(overrides.map(({ by }) => bare(by, 40)))];
  const named = people.length > 2 ? `${people.slice(0, 2).join(', ')}, …` : people.join(' and ');
  return `, ${overrides.length} overridden by ${named}`;
}
