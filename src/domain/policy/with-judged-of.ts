import type { WhatGuards } from '../configuration/environment-plan.ts';

/** The rules that stand, but whatever the operator's policy judges as the proposed ones have it, which keep to the policy. */
export function withJudgedOf(standing: WhatGuards, proposed: WhatGuards): WhatGuards {
  const { imageRepository, namespace, createNamespace, resources, network, secrets, gitops } = proposed;
  return { ...standing, imageRepository, namespace, createNamespace, resources, network, secrets, gitops };
}
