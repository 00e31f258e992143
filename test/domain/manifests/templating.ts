import type { AllowedKinds } from '../../../src/domain/manifests/allowed-kinds.ts';
import { type RenderedTemplates, renderTemplates } from '../../../src/domain/manifests/render-templates.ts';
import { defaultAllowances } from '../../../src/domain/policy/allowances.ts';
import { image, release } from './rendering.ts';

export const values = { image, release, name: 'churn', namespace: 'churn-prod', environment: 'prod' };

/** A template that is right; what a test is about stands beside it. */
export const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: "${image}"}]}\n';

export function render(
  files: Record<string, string>,
  given: Partial<typeof values> = {},
  allowed: AllowedKinds = defaultAllowances,
): RenderedTemplates {
  const templates = Object.entries(files).map(([path, content]) => ({ path, content }));
  return renderTemplates(templates, { ...values, ...given }, allowed);
}

export function filesOf(files: Record<string, string>, given: Partial<typeof values> = {}) {
  const result = render(files, given);
  if (result.kind === 'mistakes') throw new Error(JSON.stringify(result.mistakes));
  return result.files;
}

export function mistakesOf(files: Record<string, string>) {
  const result = render(files);
  return result.kind === 'ok' ? [] : result.mistakes;
}
