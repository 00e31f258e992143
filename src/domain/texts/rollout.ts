import { marker } from '../names.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { RolloutFailure, RolloutVerdict } from '../rollout/verdict.ts';
import { bare, code, link, paragraphs, plain, pre } from './markdown.ts';
import { short } from './numbers.ts';

/** `qa: 2/3 pods ready`: what people see first, in one line without Markdown. */
export function rolloutTitle({ environment }: Rollout, verdict: RolloutVerdict): string {
  return bare(`${environment}: ${stateOf(verdict)}`);
}

function stateOf(verdict: RolloutVerdict): string {
  switch (verdict.kind) {
    case 'done':
    case 'waiting':
      return `${verdict.ready}/${verdict.wanted} pods ready`;
    case 'not-applied':
      return verdict.late ? 'not applied to the cluster' : 'waiting for the applier';
    case 'unreachable':
      return 'the cluster does not answer';
    case 'failed':
      return `${verdict.ready}/${verdict.wanted} pods ready, ${failures[verdict.why].title}`;
  }
}

const signs: Readonly<Record<RolloutVerdict['kind'], string>> = {
  done: '🟢',
  waiting: '⏳',
  'not-applied': '⏳',
  unreachable: '❔',
  failed: '❌',
};

/** The one comment about a release's way into its cluster, on the pull request that brought it. `isShown`: the forge's environments show it too. */
export function rolloutComment(rollout: Rollout, verdict: RolloutVerdict, isShown: boolean): string {
  const { environment, target } = rollout;
  const late = verdict.kind === 'not-applied' && verdict.late;
  return paragraphs([
    marker('rollout', environment),
    `### ${late ? '❌' : signs[verdict.kind]} ${plain(rolloutTitle(rollout, verdict))}`,
    sentenceOf(rollout, verdict),
    'lines' in verdict && verdict.lines.length > 0 && pre(verdict.lines.join('\n'), 4000, 'end'),
    remedyOf(rollout, verdict),
    !isShown && notShown,
    `<sub>Deployment ${code(target.deployment)} in the namespace ${code(target.namespace)} of the cluster ${code(target.cluster)}, release \`${short(rollout.release)}\`</sub>`,
  ]);
}

const notShown =
  "The forge's page of environments does not show it: an owner has to accept the app's permission *deployments: write* in the settings of its installation.";

function sentenceOf({ name, environment, release, url }: Rollout, verdict: RolloutVerdict): string {
  const what = `${plain(name)} \`${short(release)}\``;
  switch (verdict.kind) {
    case 'done':
      return `${what} runs in **${plain(environment)}**: every pod is of this release, and all are available.${url === undefined ? '' : ` People reach it at ${link(plain(url), url)}.`}`;
    case 'waiting':
      return `${what} is applied to the cluster; its pods are starting. What ran before serves until they are ready.`;
    case 'not-applied':
      return `The manifests of ${what} are written; the cluster does not have them yet. ${runsInstead(verdict.runs)}`.trim();
    case 'unreachable':
      return `Tailrace can't see how far ${what} is: the cluster's API server does not answer as it should. It is asked again.`;
    case 'failed':
      return `${what} is not up: ${failures[verdict.why].sentence(verdict.pod === undefined ? 'its pods' : `the pod ${code(verdict.pod)}`)}`;
  }
}

function runsInstead(runs: string | undefined): string {
  return runs === undefined ? '' : `\`${plain(short(runs))}\` runs there.`;
}

function remedyOf({ target }: Rollout, verdict: RolloutVerdict): string | undefined {
  const at = `-n ${target.namespace}`;
  switch (verdict.kind) {
    case 'done':
    case 'waiting':
      return undefined;
    case 'not-applied':
      return verdict.late
        ? 'Look at the log of the applier that watches this folder: a failed apply names the object that the cluster did not take.'
        : undefined;
    case 'unreachable':
      return "Ask whoever runs Tailrace to look at the kubeconfig that `KUBECONFIG` names, and at the cluster's entry in the policy.";
    case 'failed':
      return `${failures[verdict.why].remedy} To see more: ${code(`kubectl describe ${verdict.pod === undefined ? `deployment ${target.deployment}` : `pod ${verdict.pod}`} ${at}`)}. This comment changes as soon as the cluster does.`;
  }
}

interface FailureText {
  /** The end of a title, without Markdown. */
  readonly title: string;
  /** The end of "it is not up: ". */
  readonly sentence: (who: string) => string;
  readonly remedy: string;
}

const failures: Readonly<Record<RolloutFailure, FailureText>> = {
  image: {
    title: "the image can't be pulled",
    sentence: (who) => `the cluster can't pull the image for ${who}. It says:`,
    remedy:
      'Is the registry reached from the nodes, and does the namespace have the pull secret (`serve.pull_secrets`)?',
  },
  container: {
    title: "a container can't be made",
    sentence: (who) => `a container of ${who} can't be made. The cluster says:`,
    remedy: 'Create the Secret or ConfigMap that is named there, or correct `serve.secret_env`.',
  },
  crash: {
    title: 'a container ends again and again',
    sentence: (who) => `a container of ${who} ends again and again. Its last lines:`,
    remedy: 'Merge a fix, or revert: what ran before still serves.',
  },
  memory: {
    title: 'a container needs more memory than its limit',
    sentence: (who) =>
      `a container of ${who} was ended since it needed more memory than its limit. Its last lines:`,
    remedy: 'Raise `serve.resources.memory`, or make the model smaller.',
  },
  probe: {
    title: 'its health probe fails',
    sentence: (who) => `${who} runs, but does not answer its health probe. The cluster says:`,
    remedy:
      'Does the model answer `serve.health` on `serve.port` with 200, on all addresses and not on localhost alone?',
  },
  quota: {
    title: 'a quota is used up',
    sentence: () => "the namespace's quota refuses its pods. The cluster says:",
    remedy:
      'Ask whoever runs the cluster for a larger quota, or lower `serve.resources` or `serve.replicas`.',
  },
  refused: {
    title: 'the cluster refuses its pods',
    sentence: () => 'the cluster refuses its pods. It says:',
    remedy: 'Change the manifests as it says, or ask whoever runs the cluster.',
  },
  unschedulable: {
    title: 'no node has room for it',
    sentence: (who) => `no node of the cluster takes ${who}. The scheduler says:`,
    remedy: 'Lower `serve.resources`, or ask whoever runs the cluster for more nodes.',
  },
  deadline: {
    title: 'it takes too long',
    sentence: (who) =>
      `${who} did not become ready within the Deployment's deadline for progress. The cluster says:`,
    remedy: 'Look at what the model does while it starts.',
  },
};
