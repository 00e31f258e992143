/** Why a notebook can't be run in an image, as far as papermill goes, and what of the image decides the remedy. */
export interface PapermillProblem {
  readonly obstacle: PapermillObstacle;
  /** The distribution and those that it is like, as `/etc/os-release` names them; empty where the image has no such file. */
  readonly distributions: readonly string[];
  /** The image's USER; empty means root. */
  readonly user: string;
}

export type PapermillObstacle =
  | { readonly kind: 'no-python' }
  /** papermill is missing, and this Python is older than the papermill that we add takes. */
  | { readonly kind: 'old-python'; readonly python: ImagePython }
  /** papermill is missing, and there is no pip to add it with. */
  | { readonly kind: 'no-pip'; readonly python: ImagePython }
  | { readonly kind: 'not-installed'; readonly python: ImagePython; readonly log: string }
  /** Installed beside the image's packages, papermill or the kernel does not start. */
  | { readonly kind: 'not-working'; readonly python: ImagePython; readonly error: string };

export interface ImagePython {
  /** `python` or `python3`. */
  readonly command: string;
  readonly version: string;
  /** Whether pip refuses to install into it without being told to (PEP 668, https://peps.python.org/pep-0668/). */
  readonly managed: boolean;
  /** Whether it is a virtual environment's. */
  readonly virtual: boolean;
}

/** The distributions of an image by its `/etc/os-release` (https://www.freedesktop.org/software/systemd/man/latest/os-release.html). */
export function parseDistributions(osRelease: string): readonly string[] {
  const text = (key: string) =>
    new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(osRelease)?.[1]?.trim() ?? '';
  return [text('ID'), ...text('ID_LIKE').split(/\s+/)].filter((name) => name !== '');
}
