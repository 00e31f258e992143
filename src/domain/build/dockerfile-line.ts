import { Copy, DockerfileParser, From, type Instruction } from 'dockerfile-ast';
import type { BrokenInstruction, BuildObstacle } from './build-obstacle.ts';

/** The line of the Dockerfile that an obstacle is about, from 1; undefined where it can't be told for sure. */
export function dockerfileLine(dockerfile: string, obstacle: BuildObstacle): number | undefined {
  switch (obstacle.kind) {
    case 'dockerfile':
      return obstacle.line;
    case 'syntax':
      return lineAt(dockerfile.split('\n').findIndex((line) => /^#\s*syntax\s*=/i.test(line)));
    case 'image':
      return lineOf(pullingInstruction(instructionsOf(dockerfile), obstacle.image));
    case 'disk-full':
      return undefined;
    case 'instruction':
      return lineOf(brokenInstruction(instructionsOf(dockerfile), obstacle));
  }
}

function instructionsOf(dockerfile: string): readonly Instruction[] {
  return DockerfileParser.parse(dockerfile).getInstructions();
}

function lineOf(instruction: Instruction | undefined): number | undefined {
  return instruction && lineAt(instruction.getRange().start.line);
}

function lineAt(index: number): number | undefined {
  return index === -1 ? undefined : index + 1;
}

function pullingInstruction(instructions: readonly Instruction[], image: string): Instruction | undefined {
  const named = instructions.find((instruction) => {
    const written = imageOf(instruction);
    return written !== undefined && fullName(written) === fullName(image);
  });
  // A name that is put together from arguments is only found where there is no other.
  const computed = instructions.filter((instruction) => imageOf(instruction)?.includes('$'));
  return named ?? (computed.length === 1 ? computed[0] : undefined);
}

function imageOf(instruction: Instruction): string | undefined {
  if (instruction instanceof From) return instruction.getImage() ?? undefined;
  return instruction instanceof Copy ? (instruction.getFromFlag()?.getValue() ?? undefined) : undefined;
}

/** As the builder names images: `python` is `docker.io/library/python:latest`. */
function fullName(image: string): string {
  const short = image.replace(/^docker\.io\//, '').replace(/^library\//, '');
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`;
}

/** The instructions that BuildKit counts as steps of a stage; the image below is one too, unless it is `scratch` or a stage. */
const steps = ['ADD', 'COPY', 'RUN', 'WORKDIR'];

function brokenInstruction(
  instructions: readonly Instruction[],
  { stage, position, text }: BrokenInstruction,
): Instruction | undefined {
  if (position === undefined) return undefined;
  const froms = instructions.filter((instruction) => instruction instanceof From);
  const index = stage === undefined ? 0 : froms.findIndex((from, at) => isNamed(from, at, stage));
  const from = froms[index];
  if (!from) return undefined;
  const begin = instructions.indexOf(from);
  const next = froms[index + 1];
  const own = instructions.slice(begin + 1, next && instructions.indexOf(next));
  const counted = own.filter((instruction) => steps.includes(instruction.getKeyword()));
  const found = counted[position - 1 - (isCounted(from, froms.slice(0, index)) ? 1 : 0)];
  return found?.getKeyword() === text.split(/\s/, 1)[0]?.toUpperCase() ? found : undefined;
}

function isNamed(from: From, index: number, stage: string): boolean {
  return from.getBuildStage()?.toLowerCase() === stage.toLowerCase() || `stage-${index}` === stage;
}

function isCounted(from: From, before: readonly From[]): boolean {
  const image = from.getImage()?.toLowerCase();
  return image !== 'scratch' && !before.some((other) => other.getBuildStage()?.toLowerCase() === image);
}
