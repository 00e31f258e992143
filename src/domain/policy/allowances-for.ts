import { nameOfRepository } from '../configuration/kubernetes-name.ts';
import { parseDuration } from '../duration.ts';
import { cpuCores, memoryBytes } from '../quantity.ts';
import { formatRepository, type RepositoryRef } from '../repository-ref.ts';
import { quoted } from '../yaml/mistake.ts';
import { type Allowances, type Ceilings, defaultAllowances } from './allowances.ts';
import { fillPlaceholders, matchesPattern } from './pattern.ts';
import type { Policy, Rule } from './policy-schema.ts';

/** Where the operator gave none. */
export const noPolicy: Policy = { rules: [] };

/** What the operator allows this repository: the first rule that is for it, or the default policy. */
export function allowancesFor(policy: Policy, repository: RepositoryRef): Allowances {
  const full = formatRepository(repository);
  const rule = policy.rules.find(({ repositories }) =>
    repositories.some((pattern) => matchesPattern(pattern, full, 'any case')),
  );
  return rule ? fillIn(rule, repository) : defaultAllowances;
}

function fillIn(rule: Rule, repository: RepositoryRef): Allowances {
  const ceilings = ceilingsOf(rule);
  const owner = repository.owner.toLowerCase();
  const own = { owner, name: repository.name.toLowerCase() };
  // A model chooses its own `name:`, so patterns stand for the repository's.
  const label = { owner, name: nameOfRepository(repository.name) };
  const filled = (patterns: readonly string[]) => patterns.map((pattern) => fillPlaceholders(pattern, label));
  return {
    by: `the rule ${quoted(rule.name)}`,
    images: rule.images?.map((prefix) => fillPlaceholders(prefix, own)),
    gitops: (rule.gitops ?? []).map((allowed) => ({
      repository: allowed.repository,
      folders: filled(allowed.folders),
      branches: allowed.branches && filled(allowed.branches),
    })),
    evidence: (rule.evidence ?? []).map((each) => fillPlaceholders(each, own)),
    clusters: rule.clusters ?? [],
    namespaces: rule.namespaces && filled(rule.namespaces),
    kinds: rule.kinds,
    volumes: rule.volumes ?? {},
    secrets: rule.secrets ?? [],
    firstSetupSecrets: rule.first_setup_secrets ?? false,
    network: rule.network ?? false,
    privateAddresses: rule.data?.private_addresses ?? false,
    resources: standardOf(rule, ceilings),
    ceilings,
  };
}

function ceilingsOf({ ceilings = {} }: Rule): Ceilings {
  const standard = defaultAllowances.ceilings;
  const { cpu, memory, timeout, datasets } = ceilings;
  return {
    cpu: String(cpu ?? standard.cpu),
    memory: memory ?? standard.memory,
    timeoutSeconds: timeout === undefined ? standard.timeoutSeconds : parseDuration(timeout),
    datasetBytes: (datasets && memoryBytes(datasets)) || standard.datasetBytes,
  };
}

/** A ceiling below the default lowers it. */
function standardOf({ resources = {} }: Rule, { cpu, memory }: Ceilings): Allowances['resources'] {
  const standard = defaultAllowances.resources;
  const isLower = (cores: string) => (cpuCores(cores) ?? 0) < (cpuCores(standard.cpu) ?? 0);
  const isSmaller = (bytes: string) => (memoryBytes(bytes) ?? 0) < (memoryBytes(standard.memory) ?? 0);
  return {
    cpu: String(resources.cpu ?? (isLower(cpu) ? cpu : standard.cpu)),
    memory: resources.memory ?? (isSmaller(memory) ? memory : standard.memory),
  };
}
