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

/** `pip_wheel` is what `ensurepip` would install from: the standard library's own folder, or the distribution's. */
const probe = `
import glob, importlib.util, json, os, sysconfig
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
def pip_wheel():
    module = importlib.util.find_spec("ensurepip")
    bundled = os.path.join(os.path.dirname(module.origin), "_bundled") if module and module.origin else None
    folders = [bundled, sysconfig.get_config_var("WHEEL_PKG_DIR")]
    return next((path for folder in folders if folder for path in glob.glob(os.path.join(folder, "pip-*.whl"))), None)
def error():
    try:
        import papermill.cli, ipykernel.kernelapp
        return None
    except BaseException as problem:
        return "%s: %s" % (type(problem).__name__, problem)
virtual = sys.prefix != sys.base_prefix
found = json.dumps({
    "version": "%d.%d.%d" % sys.version_info[:3], "virtual": virtual,
    "managed": not virtual and os.path.exists(os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")),
    "pip": there("pip"), "pip_wheel": pip_wheel(),
    "papermill": there("papermill"), "kernels": kernels(), "error": error() if checked else None,
    "versions": {name: version(name) for name in ("papermill", "ipykernel")},
})
`;

/** Prints, as one line of JSON, what of papermill an image has. In a derived one papermill and the kernel are loaded, too. */
export function probeCommand(python: string, derived: boolean): string[] {
  return [
    python,
    '-c',
    `${preamble(derived)}; checked = ${derived ? 'True' : 'False'}${probe}print(found, flush=True)`,
  ];
}

/** `python -c` with papermill as program; its arguments follow. */
export function papermillCommand(python: string, derived: boolean): string[] {
  return [python, '-c', `${preamble(derived)}; ${startPapermill}`];
}

const startPapermill = 'from papermill.cli import papermill; papermill()';

/** The same in an image that nobody has looked into yet: what of papermill it has is written to a file first. */
export function tellingPapermillCommand(python: string, foundPath: string): string[] {
  const note = `open(${JSON.stringify(foundPath)}, "w").write(found)`;
  const script = `${withoutWorkdir}; checked = False${probe}${note}\n${startPapermill}`;
  return [python, '-c', script];
}

/** What an image may say of pip that would keep it from filling a folder of ours. Where packages come from stays the image's to say. */
const withoutSettings = `import os, runpy
for name in ("CONSTRAINT", "PREFIX", "REQUIRE_HASHES", "REQUIRE_VIRTUALENV", "ROOT", "TARGET", "USER"):
    os.environ.pop("PIP_" + name, None)`;

/**
 * Runs the image's pip, or the one in a wheel, to install `requirements` (a file of pinned releases) into the folder of a derived
 * image. `-B`: Python would leave its bytecode beside the image's own files. No package is built: that would run its code as root.
 */
export function installCommand(
  { command, pipWheel }: { readonly command: string; readonly pipWheel: string | undefined },
  requirements: string,
): string[] {
  const first = pipWheel === undefined ? '[]' : `[${JSON.stringify(pipWheel)}]`;
  const run = `sys.path[:0] = ${first}; runpy.run_module("pip", run_name="__main__", alter_sys=True)`;
  const script = [withoutWorkdir, withoutSettings, run].join('\n');
  const what = ['install', '--no-cache-dir', '--no-deps', '--only-binary=:all:', '--no-warn-script-location'];
  return [command, '-B', '-c', script, ...what, '--target', addedPackages, '-r', requirements];
}

/** The kernel specification of a derived image: the image's packages first, ours after them. */
export function addedKernelSpec(): string {
  const start = `${withAdded}; from ipykernel import kernelapp; kernelapp.launch_new_instance()`;
  const argv = ['python', '-c', start, '-f', '{connection_file}'];
  return JSON.stringify({ argv, display_name: 'Python 3', language: 'python' });
}
