import type { ImagePython, PapermillProblem } from '../papermill-problem.ts';
import type { Problem } from '../test-report.ts';
import { code, paragraphs, pre } from './markdown.ts';

/** How a family of distributions installs what brings pip, and what brings virtual environments. */
const installs: readonly {
  readonly families: readonly string[];
  readonly install: string;
  readonly pip: string;
  readonly venv: string;
}[] = [
  {
    families: ['debian', 'ubuntu'],
    install: 'apt-get update && apt-get install -y',
    pip: 'python3-pip',
    venv: 'python3-venv',
  },
  { families: ['alpine'], install: 'apk add --no-cache', pip: 'py3-pip', venv: 'python3 py3-pip' },
  {
    families: ['fedora', 'rhel', 'centos', 'amzn'],
    install: 'dnf install -y',
    pip: 'python3-pip',
    venv: 'python3 python3-pip',
  },
  {
    families: ['suse', 'opensuse', 'sles'],
    install: 'zypper --non-interactive install',
    pip: 'python3-pip',
    venv: 'python3 python3-pip',
  },
];

/** Why a notebook can't be run in an image without papermill, with the lines to add to its Dockerfile. */
export function papermillProblemText(problem: PapermillProblem): Problem {
  return {
    title: 'papermill is missing in the image',
    message: paragraphs([
      ...whatHappened(problem),
      `${whereToPut(problem)}, and push:`,
      pre(linesToAdd(problem).join('\n')),
    ]),
  };
}

function whatHappened({ obstacle }: PapermillProblem): string[] {
  const added =
    'The image has no papermill to run the notebook with. Tailrace adds it for the test alone, but';
  switch (obstacle.kind) {
    case 'no-python':
      return [
        'The image has no Python 3, so no notebook can be run in it: neither `python` nor `python3` is on its path.',
      ];
    case 'old-python':
      return [`${added} that needs Python 3.10, and this is Python ${code(obstacle.python.version)}.`];
    case 'no-pip':
      return [`${added} ${code(obstacle.python.command)} has no pip, and no \`ensurepip\` that brings one.`];
    case 'not-installed':
      return [`${added} pip could not install it. The end of what pip said:`, pre(obstacle.log, 3000, 'end')];
    case 'not-working':
      return [`${added} it does not start with the image's own packages:`, pre(obstacle.error, 1000)];
  }
}

function whereToPut(problem: PapermillProblem): string {
  return familyOf(problem) || problem.obstacle.kind !== 'no-python'
    ? 'Add this at the end of the Dockerfile'
    : 'Build it from an image that has Python, for example';
}

/** The lines of a Dockerfile that mend it. What is installed belongs to root, so they go back to the image's USER. */
function linesToAdd(problem: PapermillProblem): readonly string[] {
  const lines = mending(problem);
  if (lines[0]?.startsWith('FROM ')) return lines;
  const isRoot = ['', 'root', '0', '0:0', 'root:root'].includes(problem.user);
  return isRoot ? lines : ['USER root', ...lines, `USER ${problem.user}`];
}

function familyOf({ distributions }: PapermillProblem): (typeof installs)[number] | undefined {
  return installs.find(({ families }) => families.some((name) => distributions.includes(name)));
}

function mending(problem: PapermillProblem): readonly string[] {
  const { obstacle } = problem;
  const family = familyOf(problem);
  switch (obstacle.kind) {
    case 'no-python':
      if (!family) return ['FROM python:3.13-slim'];
      return [
        `RUN ${family.install} ${family.venv} && python3 -m venv /opt/venv`,
        'ENV PATH="/opt/venv/bin:$PATH"',
      ];
    case 'no-pip': {
      const { command, virtual } = obstacle.python;
      if (!family) return [`RUN ${command} -m ensurepip`];
      if (virtual) return [`RUN ${family.install} ${family.venv} && ${command} -m ensurepip`];
      return [`RUN ${family.install} ${family.pip}`];
    }
    case 'old-python':
    case 'not-installed':
    case 'not-working':
      return [pipInstall(obstacle.python)];
  }
}

/** Here pip chooses the releases itself, which fit the image's own packages. */
function pipInstall({ command, managed }: ImagePython): string {
  const how = managed ? ' --break-system-packages' : '';
  return `RUN ${command} -m pip install${how} papermill ipykernel`;
}
