import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a team without Tailrace would have in its CI: build, test, push, stopping at the first failure. */
const script = `
set -eu
"$DOCKER" build --quiet --tag "$IMAGE" .
"$DOCKER" run --rm --network none --volume "$PWD:/work" "$IMAGE" \\
  papermill --no-progress-bar /work/notebooks/evaluate.ipynb /work/out/evaluate.ipynb -p threshold 0.5
"$DOCKER" push --quiet "$IMAGE"
`;

/** Until version 20.10 the command line has BuildKit itself, later ones need a plugin that is not always there. */
const search = `
for docker in $(which -a docker); do
  "$docker" buildx version > /dev/null 2>&1 && echo "$docker" && exit
  case $("$docker" --version) in *" 18."* | *" 19."* | *" 20."*) echo "$docker" && exit ;; esac
done
echo "No docker on the path builds with BuildKit: install its buildx plugin." >&2
exit 1
`;

/** The shell script; give it a folder with the repository's files and an image's name, and it gives its seconds. Throws where it fails. */
export async function shellScript(): Promise<(folder: string, image: string) => Promise<number>> {
  const docker = (await run('sh', ['-c', search])).stdout.trim();
  return async (cwd, image) => {
    const begun = performance.now();
    const env = { ...process.env, DOCKER: docker, IMAGE: image, DOCKER_BUILDKIT: '1' };
    await run('sh', ['-c', script], { cwd, env });
    return (performance.now() - begun) / 1000;
  };
}
