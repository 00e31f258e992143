import { type Dataset, originOf } from '../dataset.ts';
import type { DatasetObstacle } from '../dataset-problem.ts';
import type { Problem } from '../test-report.ts';
import { code, paragraphs } from './markdown.ts';

/** Why a dataset can't be had, and what to do. */
export function datasetProblemText(dataset: Dataset, obstacle: DatasetObstacle): Problem {
  const { title, why, todo } = explained(dataset, obstacle);
  return {
    title: `the dataset ${dataset.name} ${title}`,
    message: paragraphs([
      `Nothing was built or run, because the dataset ${code(dataset.name)} (${code(originOf(dataset), 400)}) can't be had. ${why}`,
      todo,
    ]),
  };
}

const again = 'then run the check again';

function explained(
  dataset: Dataset,
  obstacle: DatasetObstacle,
): { readonly title: string; readonly why: string; readonly todo: string } {
  const key = code(`datasets.${dataset.name}`);
  switch (obstacle.kind) {
    case 'changed': {
      const expected = dataset.kind === 'url' ? dataset.sha256 : '';
      return {
        title: 'is not what .tailrace.yml says',
        why: `Its content has the SHA-256 \`${obstacle.sha256}\` (${sizeText(obstacle.bytes)}); ${key} expects \`${expected}\`.`,
        todo: `If the file was changed on purpose, write \`sha256: ${obstacle.sha256}\` and push. If not, put the file that was meant back in its place; ${again}.`,
      };
    }
    case 'too-large':
      return {
        title: 'is too large',
        why: `It has more than the ${sizeText(obstacle.mostBytes)} that the operator allows.`,
        todo: 'Test on a sample, or ask the operator for a higher `ceilings.datasets` in the policy, or for a named volume.',
      };
    case 'private-address':
      return {
        title: 'lies at a private address',
        why: `${code(obstacle.host)} has no address on the public internet, and this repository may not fetch from private ones.`,
        todo: `Put the file where the internet can reach it, or ask the operator to allow the host in the policy (${code(`data: {private_addresses: [${obstacle.host}]}`)}).`,
      };
    case 'insecure-redirect':
      return {
        title: 'leads away from https',
        why: `The server redirects to ${code(obstacle.host)} without https, where anybody on the way could change the file.`,
        todo: 'Write the address of the file itself, one that begins with `https://`.',
      };
    case 'too-many-redirects':
      return {
        title: 'leads from redirect to redirect',
        why: 'The server redirected more than five times.',
        todo: 'Write the address of the file itself.',
      };
    case 'refused':
      return {
        title: `was refused (HTTP ${obstacle.status})`,
        why: `${code(obstacle.host)} answered with the status ${obstacle.status} instead of the file.`,
        todo: `Make sure that the address gives the file to everybody who has it, without a login; ${again}.`,
      };
    case 'unreachable':
      return {
        title: "can't be reached",
        why: `There was no proper answer from ${code(obstacle.host)}: ${code(obstacle.code)}.`,
        todo: `Check the address and the server, and its certificate; ${again}.`,
      };
    case 'too-slow':
      return {
        title: 'comes too slowly',
        why: `It was not here after ${obstacle.minutes} minutes.`,
        todo: 'Run the check again, which goes on where this ended; or put the file on a faster server.',
      };
    case 'missing-volume':
      return {
        title: 'has no volume',
        why: `The operator's policy says that it is the Engine's volume ${code(obstacle.volume)}, and the Engine has none of that name.`,
        todo: `Ask the operator to make and fill it (${code(`docker volume create ${obstacle.volume}`)}), or to correct the name in the policy; ${again}.`,
      };
  }
}

function sizeText(bytes: number): string {
  if (bytes < 2 ** 20) return `${bytes} bytes`;
  return bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${Math.round(bytes / 2 ** 28) / 4} GiB`;
}
