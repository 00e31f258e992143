/** Label of every container of ours: the run it belongs to. */
export const runLabel = 'tailrace.dev/run';

/** Label of a derived image: the id of the image that papermill was added to. */
export const derivedFromLabel = 'tailrace.dev/derived-from';

/** Label of a derived image: a hash over what was added. */
export const derivedRecipeLabel = 'tailrace.dev/derived-recipe';

/** The repository whose tags hold images between build and push, one tag a run. */
export const buildRepository = 'tailrace/build';

/** The repository whose tags hold images with the artifacts of their training, until they are pushed; one tag a run. */
export const trainedRepository = 'tailrace/trained';

/** The repository of derived images, one tag an image. */
export const derivedRepository = 'tailrace/derived';

/** An image without a file, for containers that only hold a volume. */
export const emptyImage = 'tailrace/empty:1';

/** The tag under which a run's image lies on the Engine until it is pushed. */
export function buildTag(runId: string): string {
  return `${buildRepository}:${runId}`;
}

/** The tag of a run's image with the artifacts of its training, which lies on top of the one under {@link buildTag}. */
export function trainedTag(runId: string): string {
  return `${trainedRepository}:${runId}`;
}

export function notebookContainerName(runId: string): string {
  return `tailrace-${runId}-notebook`;
}

/** Named too, so that one which a killed process left is removed when its run goes on. */
export function probeContainerName(runId: string): string {
  return `tailrace-${runId}-probe`;
}

export function checkerContainerName(runId: string, dataset: string): string {
  return `tailrace-${runId}-check-${dataset}`;
}

/** The repository of images that check data, one tag for each that they can be made of. */
export const checkerRepository = 'tailrace/checker';

/** The tag of the image that checks data, by what it is made of. */
export function checkerTag(recipe: string): string {
  return `${checkerRepository}:${recipe}`;
}

/** The tag of the image that adds papermill to this one; `base` is the tag that its build starts from. */
export function derivedTags(imageId: string): { readonly derived: string; readonly base: string } {
  const short = imageId.replace(/^sha256:/, '').slice(0, 32);
  return { derived: `${derivedRepository}:${short}`, base: `${derivedRepository}:base-${short}` };
}

/** Repository and tag apart, as the Engine's API wants them. A registry's port is no tag. */
export function splitTag(reference: string): { readonly repo: string; readonly tag: string } {
  const colon = reference.lastIndexOf(':');
  return { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

/** A repository as the Engine writes it in an image's tags and digests: Docker Hub's without the host. */
export function engineName(repository: string): string {
  return repository.replace(/^(index\.)?docker\.io\/(library\/)?/, '');
}
