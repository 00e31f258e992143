import { expect } from 'vitest';
import { addModel, type ModelRepository } from '../model-repository.ts';
import { type Scenario, startScenario } from '../scenario.ts';
import { notebook, type SmallModel } from '../small-model.ts';
import { connectTo, onEngine, storedRuns } from '../stored-runs.ts';
import { tailraceProcesses } from '../tailrace-process.ts';
import { armRequest, nameOfRequest, type RequestBoundary, requestBoundaries } from './requests.ts';
import { snapshotOf } from './snapshot.ts';
import { armTripwire, installTripwires, type Tripwire, takePassed } from './tripwires.ts';

/** What a person does on the way from a pull request to the next environment; each begins one part of the matrix. */
export const acts = ['pull request', 'merge', 'promotion'] as const;
export type Act = (typeof acts)[number];

/** A place where Tailrace is killed: before a write to its database holds, or at a request that changes something on the forge. */
export type Boundary = { readonly write: string } | { readonly request: RequestBoundary };

export const nameOf = (boundary: Boundary): string =>
  'write' in boundary ? boundary.write : nameOfRequest(boundary.request);

/** How an act ended, and the boundaries that were passed on the way. */
export interface Passage {
  readonly boundaries: readonly Boundary[];
  readonly end: string;
}

/** What the models are like. */
interface Kind {
  readonly model: Partial<SmallModel>;
  readonly files?: Readonly<Record<string, string>>;
}

/** The model's road has a training in it, so that its steps are boundaries too. */
const training: Kind = {
  model: {
    settings: 'train: {path: notebooks/train.ipynb, artifacts: [weights.txt]}',
    cells: ['assert open("weights.txt").read() == "trained"'],
  },
  files: {
    'notebooks/train.ipynb': notebook([{ source: 'open("weights.txt", "w").write("trained")' }]),
  },
};

/** So many roads are walked at once: each that waits at a boundary holds a worker and a connection. */
export const roadsAtOnce = 5;

const patient = { timeout: 120_000, interval: 20 };
/** Longer than it takes all roads of a batch to come to their boundaries. */
const requestMs = 300_000;

export type CrashHouse = Awaited<ReturnType<typeof startCrashHouse>>;

/** A model on its road, and where Tailrace is killed on the way; nowhere: its road is not disturbed. */
export interface Road {
  readonly model: ModelRepository;
  readonly boundary?: Boundary | undefined;
}

/** Tailrace in a process that can be killed, with wires at every boundary, and models of one kind. */
export async function startCrashHouse() {
  const processes = tailraceProcesses(requestMs);
  const scenario = await startScenario(
    {},
    { startElsewhere: (settings) => processes.start({ ...settings, runsAtOnce: roadsAtOnce }) },
  );
  const { forge, settled } = scenario;
  const { dataFolder } = scenario.settings;
  const client = await connectTo(dataFolder);
  await installTripwires(client);
  const act = actsOf(scenario);

  const arm = async ({ model: { repository }, boundary }: Road): Promise<Tripwire[]> => {
    if (!boundary) return [];
    return 'write' in boundary
      ? [await armTripwire(client, repository, boundary.write)]
      : [armRequest({ forge, repository }, boundary.request)];
  };

  /** kill -9, and a start on the same data. `meanwhile` happens while nothing runs. */
  const killAndComeBack = async (meanwhile = async () => {}) => {
    await processes.kill();
    await meanwhile();
    await scenario.restart();
    await scenario.reconcile();
    await settled();
  };

  return {
    begin: (name: Act, model: ModelRepository) => act[name](model),
    killAndComeBack: () => killAndComeBack(),
    runs: () => storedRuns(dataFolder),
    leftovers: async () => onEngine(await storedRuns(dataFolder)),
    endOf: (model: ModelRepository) => snapshotOf(client, model),
    /** Models with a branch that is ready to be proposed. */
    async addModels(
      names: readonly string[],
      { model, files = {} }: Kind = training,
    ): Promise<readonly ModelRepository[]> {
      const models = await Promise.all(names.map((name) => addModel(scenario, name, model, files)));
      for (const { repository, changed } of models) {
        const change = changed({ greeting: 'another' });
        await scenario.dana.push({ repository, branch: 'feature', from: 'sandbox', files: change });
      }
      await settled();
      return models;
    },
    /** An act without any crash: the boundaries that it passes, and how it ends. */
    async walk(name: Act, model: ModelRepository): Promise<Passage> {
      await takePassed(client, model.repository);
      const from = forge.requests.length;
      await act[name](model);
      await settled();
      const writes = (await takePassed(client, model.repository)).map((write) => ({ write }));
      const requests = requestBoundaries(forge, model.repository, from).map((request) => ({ request }));
      return { boundaries: [...writes, ...requests], end: await snapshotOf(client, model) };
    },
    /**
     * One act on several roads. Each comes to its own boundary and waits there; then Tailrace is killed, once, and started again. Without
     * any boundary nothing is killed.
     */
    async crash(name: Act, roads: readonly Road[]): Promise<void> {
      const wires: Tripwire[] = [];
      for (const road of roads) wires.push(...(await arm(road)));
      for (const { model } of roads) await act[name](model);
      for (const { isReached, name: message } of wires)
        await expect.poll(isReached, { ...patient, message }).toBe(true);
      if (wires.length === 0) return settled();
      await killAndComeBack(async () => {
        for (const wire of wires) await wire.cut();
      });
    },
    async stop() {
      await client.end();
      await scenario.stop();
    },
  };
}

function actsOf({ dana }: Scenario): Readonly<Record<Act, (model: ModelRepository) => Promise<unknown>>> {
  return {
    'pull request': ({ repository }) =>
      dana.openPullRequest({ repository, head: 'feature', base: 'sandbox', title: 'Try' }),
    merge: ({ repository }) => dana.merge(repository, 1, 'squash'),
    promotion: ({ repository, promotionInto }) =>
      dana.merge(repository, promotionInto('qa')?.number ?? 0, 'merge'),
  };
}
