/** What the operator allows one repository: a rule with its defaults filled in and its placeholders replaced. */
export interface Allowances {
  /** What refusals call it: "the rule `models`", "the default policy". */
  readonly by: string;
  /** Image repositories, each with what lies below it; undefined: those whose path contains the repository's owner and name. */
  readonly images: readonly string[] | undefined;
  /** Where manifests may go beside the repository itself. */
  readonly gitops: readonly GitOpsAllowance[];
  /** Patterns of repositories that evidence may go to beside the repository itself. */
  readonly evidence: readonly string[];
  readonly clusters: readonly string[];
  /** Patterns; undefined: every namespace. */
  readonly namespaces: readonly string[] | undefined;
  /** `Kind` or `group/Kind`; undefined: every kind but Kubernetes' cluster-scoped ones. */
  readonly kinds: readonly string[] | undefined;
  /** The Engine's volume of each name that a dataset may have. */
  readonly volumes: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly firstSetupSecrets: boolean;
  readonly network: boolean;
  /** Whether datasets may come from private addresses, or from which hosts. */
  readonly privateAddresses: boolean | readonly string[];
  /** What a notebook gets that asks for nothing; Kubernetes quantities. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly ceilings: Ceilings;
}

export interface GitOpsAllowance {
  readonly repository: string;
  /** Patterns, as `branches` are; undefined: every branch. */
  readonly folders: readonly string[];
  readonly branches: readonly string[] | undefined;
}

/** The most that a notebook may ask for: Kubernetes quantities, seconds (undefined: no ceiling) and bytes. */
export interface Ceilings {
  readonly cpu: string;
  readonly memory: string;
  readonly timeoutSeconds: number | undefined;
  readonly datasetBytes: number;
}

/** What holds for a repository that no rule is for: its own image path and repository, namespaced kinds, and nothing else. */
export const defaultAllowances: Allowances = {
  by: 'the default policy',
  images: undefined,
  gitops: [],
  evidence: [],
  clusters: [],
  namespaces: undefined,
  kinds: undefined,
  volumes: {},
  secrets: [],
  firstSetupSecrets: false,
  network: false,
  privateAddresses: false,
  resources: { cpu: '2', memory: '4Gi' },
  ceilings: { cpu: '2', memory: '4Gi', timeoutSeconds: undefined, datasetBytes: 10 * 2 ** 30 },
};
