/** Where a derived image has papermill and what it needs. */
export const addedPackages = '/opt/tailrace-papermill';

/** Where a derived image has the kernel that sees these packages, for `JUPYTER_PATH`. */
export const addedKernels = '/opt/tailrace-jupyter';

/** The script's folder is on the path before everything: for `-c` that is WORKDIR, whose files would shadow packages. */
const withoutWorkdir = "import sys; sys.path[:1] = [] if sys.path[0] == '' else sys.path[:1]";

/** PYTHONPATH would come before the image's own packages; this comes after. */
const withAdded = `${withoutWorkdir}; sys.path.append(${JSON.stringify(addedPackages)})`;

function preamble(derived: boolean): string {
  return derived ? withAdded : withoutWorkdir;
}

/** `python -c` with papermill as program; its arguments follow. */
export function papermillCommand(python: string, derived: boolean): string[] {
  return [python, '-c', `${preamble(derived)}; from papermill.cli import papermill; papermill()`];
}

const probe = `
import importlib.util, json
def version(name):
    try:
        from importlib.metadata import version
        return version(name)
    except Exception:
        return None
def there(name):
    return importlib.util.find_spec(name) is not None
def kernels():
    try:
        from jupyter_client.kernelspec import KernelSpecManager
        return sorted(KernelSpecManager().find_kernel_specs())
    except Exception:
        return []
print(json.dumps({
    "python": "%d.%d.%d" % sys.version_info[:3], "pip": there("pip"), "papermill": there("papermill"),
    "versions": {name: version(name) for name in ("papermill", "ipykernel")}, "kernels": kernels(),
}))
`;

/** Prints, as one line of JSON, what of papermill an image has. */
export function probeCommand(python: string, derived: boolean): string[] {
  return [python, '-c', `${preamble(derived)}${probe}`];
}

/** The kernel specification of a derived image: the image's packages first, ours after them. */
export function addedKernelSpec(): string {
  const start = `${withAdded}; from ipykernel import kernelapp; kernelapp.launch_new_instance()`;
  const argv = ['python', '-c', start, '-f', '{connection_file}'];
  return JSON.stringify({ argv, display_name: 'Python 3', language: 'python' });
}
