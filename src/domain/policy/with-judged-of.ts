import type { WhatGuards } from '../configuration/environment-plan.ts';

/** The rules that stand, but whatever the operator's policy judges as the proposed ones have it, which keep to the policy. */
export function withJudgedOf(standing: WhatGuards, proposed: WhatGuards): WhatGuards {
  const { imageRepository, namespace, createNamespace, gitops, evidenceRepository } = proposed;
  const { resources, network, secrets } = proposed;
  const places = { imageRepository, namespace, createNamespace, gitops, evidenceRepository };
  return { ...standing, ...places, resources, network, secrets };
}
