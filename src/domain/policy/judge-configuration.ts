import type { Configuration } from '../configuration/configuration.ts';
import { imagePathSegments } from '../configuration/image-repository.ts';
import { inFileOrder, type Mistake, quoted } from '../yaml/mistake.ts';
import type { Place } from '../yaml/yaml-places.ts';
import { type Judging, judgeEnvironment } from './judge-environment.ts';
import { matchesPattern } from './pattern.ts';
import { list, type Refusal, refuse } from './refusal.ts';

/** What a configuration asks for and the operator does not allow, each at its place. A refusal names the rule. */
export function judgeConfiguration(configuration: Configuration, judging: Judging): Mistake[] {
  const ofEnvironments = configuration.environments.flatMap((environment, index) =>
    judgeEnvironment(environment, judging).map((refusal) => place(configuration, refusal, index)),
  );
  const ofFile = [...judgeImage(configuration, judging), ...judgeEvidence(configuration, judging)];
  const placed = ofFile.map((refusal) => place(configuration, refusal));
  return inFileOrder(unique([...placed, ...ofEnvironments]));
}

function judgeImage({ image }: Configuration, { repository, allowances }: Judging): Refusal[] {
  const keys = ['image.repository', 'image'];
  const { images, by } = allowances;
  if (images?.some((prefix) => image.repository === prefix || image.repository.startsWith(`${prefix}/`)))
    return [];
  if (images !== undefined) {
    const message = `The image ${quoted(image.repository)} is not allowed by ${by}.`;
    return [{ keys, message, remedy: `Write one that is or lies below ${list(images)}.` }];
  }
  const path = imagePathSegments(image.repository).join('/');
  const wanted = `${repository.owner}/${repository.name}`.toLowerCase();
  if (`/${path}/`.includes(`/${wanted}/`)) return [];
  return [
    {
      keys,
      message: `The image's path ${quoted(path)} does not contain ${quoted(wanted)}, as ${by} demands, so it could be another repository's.`,
      remedy: `Write a path that contains ${quoted(wanted)}, or ask the operator for a policy that allows this one.`,
    },
  ];
}

/** The repository itself is always allowed. */
function judgeEvidence({ evidenceRepository }: Configuration, { allowances }: Judging): Refusal[] {
  if (evidenceRepository === undefined) return [];
  const { evidence: allowed, by } = allowances;
  const refused = !allowed.some((pattern) => matchesPattern(pattern, evidenceRepository, 'any case'));
  const what = `The evidence repository ${quoted(evidenceRepository)} is`;
  return refuse(refused, ['evidence.repository'], { what, by, allowed });
}

/** Where the value comes from: the environment's own key, else the file's; what is not written at all is told at the top. */
function place(configuration: Configuration, { keys, ...rest }: Refusal, index?: number): Mistake {
  const paths = index === undefined ? keys : keys.flatMap((key) => [`environments[${index}].${key}`, key]);
  const path = paths.find((each) => configuration.places[each] !== undefined) ?? keys.at(-1) ?? '';
  const found: Place = configuration.places[path] ?? { line: 1, column: 1 };
  return { ...found, path, ...rest };
}

/** A key of the file holds for every environment; it is told once. */
function unique(mistakes: readonly Mistake[]): Mistake[] {
  return [...new Map(mistakes.map((mistake) => [`${mistake.path} ${mistake.message}`, mistake])).values()];
}
