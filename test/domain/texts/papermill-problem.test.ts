import { expect, test } from 'vitest';
import {
  type ImagePython,
  type PapermillObstacle,
  parseDistributions,
} from '../../../src/domain/papermill-problem.ts';
import { papermillProblemText } from '../../../src/domain/texts/papermill-problem.ts';

const python: ImagePython = { command: 'python3', version: '3.11.2', managed: false, virtual: false };

function message(obstacle: PapermillObstacle, distributions: readonly string[] = [], user = ''): string {
  return papermillProblemText({ obstacle, distributions, user }).message;
}

/** The lines that are to be added. */
function lines(...args: Parameters<typeof message>): string[] {
  const blocks = [...message(...args).matchAll(/<pre>(.*?)<\/pre>/gs)].map(([, block]) => block ?? '');
  return (blocks.at(-1) ?? '').split('\n');
}

test.each<[string, PapermillObstacle, string[], string[]]>([
  [
    'no Python on Debian',
    { kind: 'no-python' },
    ['debian'],
    [
      'RUN apt-get update &amp;&amp; apt-get install -y python3-venv &amp;&amp; python3 -m venv /opt/venv',
      'ENV PATH="/opt/venv/bin:$PATH"',
    ],
  ],
  [
    'no Python on Alpine',
    { kind: 'no-python' },
    ['alpine'],
    [
      'RUN apk add --no-cache python3 py3-pip &amp;&amp; python3 -m venv /opt/venv',
      'ENV PATH="/opt/venv/bin:$PATH"',
    ],
  ],
  ['no Python on nothing', { kind: 'no-python' }, [], ['FROM python:3.13-slim']],
  [
    'no pip on Debian',
    { kind: 'no-pip', python },
    ['debian'],
    ['RUN apt-get update &amp;&amp; apt-get install -y python3-pip'],
  ],
  [
    'no pip on Rocky Linux',
    { kind: 'no-pip', python },
    ['rocky', 'rhel', 'centos', 'fedora'],
    ['RUN dnf install -y python3-pip'],
  ],
  [
    'no pip on SLES',
    { kind: 'no-pip', python },
    ['sles', 'suse'],
    ['RUN zypper --non-interactive install python3-pip'],
  ],
  [
    'no pip in a virtual environment on Ubuntu',
    { kind: 'no-pip', python: { ...python, virtual: true } },
    ['ubuntu', 'debian'],
    ['RUN apt-get update &amp;&amp; apt-get install -y python3-venv &amp;&amp; python3 -m ensurepip'],
  ],
  ['no pip on nothing', { kind: 'no-pip', python }, [], ['RUN python3 -m ensurepip']],
  [
    'an old Python',
    { kind: 'old-python', python: { ...python, version: '3.8.10' } },
    ['debian'],
    ['RUN python3 -m pip install papermill ipykernel'],
  ],
  [
    'a managed Python',
    { kind: 'not-installed', python: { ...python, managed: true }, log: 'no route to host' },
    ['debian'],
    ['RUN python3 -m pip install --break-system-packages papermill ipykernel'],
  ],
])('%s: the lines to add', (_, obstacle, distributions, expected) => {
  expect(lines(obstacle, distributions)).toEqual(expected);
});

test('the lines go back to the image’s user', () => {
  const install = 'RUN apk add --no-cache py3-pip';
  expect(lines({ kind: 'no-pip', python }, ['alpine'], 'model')).toEqual([
    'USER root',
    install,
    'USER model',
  ]);
  expect(lines({ kind: 'no-pip', python }, ['alpine'], '0:0')).toEqual([install]);
});

test('what happened is said, and what the image printed is shown as it is', () => {
  expect(message({ kind: 'old-python', python: { ...python, version: '3.8.10' } })).toContain(
    'needs Python 3.10, and this is Python <code>3.8.10</code>',
  );
  expect(message({ kind: 'not-installed', python, log: '**no** <b>route</b>' })).toContain(
    '<pre>**no** &lt;b&gt;route&lt;/b&gt;</pre>',
  );
  expect(message({ kind: 'not-working', python, error: 'ImportError: tornado' })).toContain(
    'does not start with the image',
  );
});

test.each([
  ['ID=debian\nVERSION_ID="12"\n', ['debian']],
  ['NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\n', ['rocky', 'rhel', 'centos', 'fedora']],
  ["ID_LIKE='debian'\nID='ubuntu'\n", ['ubuntu', 'debian']],
  ['nothing', []],
])('distributions are read out of os-release', (text, distributions) => {
  expect(parseDistributions(text)).toEqual(distributions);
});
