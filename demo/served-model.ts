import { z } from 'zod';
import { evidenceBranch } from '../src/domain/names.ts';
import { withServer } from './engine.ts';
import { DemoFailed, type Stage, view } from './follow.ts';

const likely = {
  age: 31,
  region: 'north',
  tenure_months: 2,
  monthly_charges: 95,
  support_calls: 5,
  contract: 'monthly',
};
const unlikely = {
  age: 58,
  region: 'south',
  tenure_months: 60,
  monthly_charges: 40,
  support_calls: 0,
  contract: 'two-year',
};

const healthSchema = z.looseObject({ model_sha256: z.string() });
const recordSchema = z.object({ image: z.object({ repository: z.string(), digest: z.string() }) });
const notebookSchema = z.object({
  cells: z.array(
    z.object({
      outputs: z
        .array(z.object({ data: z.object({ 'application/json': z.unknown().optional() }).optional() }))
        .default([]),
    }),
  ),
});
const modelSchema = z.object({ file: z.string(), sha256: z.string() });

/** Runs prod's image by the digest in the evidence, asks it, and compares the model that it has with the one that was tested. */
export async function askProd(stage: Stage): Promise<void> {
  const { narrator } = stage;
  const begun = narrator.now();
  const { image, model } = await evidenceOfProd(stage);
  narrator.tell(`The image of prod is started: ${image}`);
  const served = await withServer(
    { image, port: 8080, path: '/healthz', signal: stage.signal },
    async (url) => {
      const health = await answerOf(`${url}/healthz`);
      narrator.tell(`GET /healthz → ${health}`, begun);
      narrator.tell(`POST /predict → ${await answerOf(`${url}/predict`, { rows: [likely, unlikely] })}`);
      narrator.detail(
        'asked about a newcomer with five calls to support, and about someone with a two-year contract',
      );
      return healthSchema.parse(JSON.parse(health)).model_sha256;
    },
  );
  if (served !== model.sha256)
    throw new DemoFailed(
      `The model that is served (${served}) is not the one that was tested (${model.sha256}).`,
    );
  narrator.tell(
    `✅ What was tested is what is served: ${model.file} has the SHA-256 ${served.slice(0, 12)}… in both`,
  );
}

/** What the evidence of prod's release names: the image, and the model file that the test notebook found in it. */
async function evidenceOfProd(stage: Stage) {
  const git = view(stage);
  const files = await git.files(evidenceBranch);
  const record = files.find((path) => /^releases\/[^/]+\/prod\/1\/record\.json$/.test(path));
  if (!record) throw new DemoFailed('There is no evidence of a release in prod.');
  const { image } = recordSchema.parse(JSON.parse(await git.file(evidenceBranch, record)));
  const notebook = await git.file(evidenceBranch, record.replace(/record\.json$/, 'notebook.ipynb'));
  const shown = notebookSchema.parse(JSON.parse(notebook)).cells.flatMap(({ outputs }) => outputs);
  const model = shown
    .map(({ data }) => modelSchema.safeParse(data?.['application/json']))
    .find(({ success }) => success);
  if (!model?.data) throw new DemoFailed('The executed notebook does not show the SHA-256 of its model.');
  return { image: `${image.repository}@${image.digest}`, model: model.data };
}

async function answerOf(url: string, body?: object): Promise<string> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(url, body ? post : {});
  const text = await response.text();
  if (!response.ok) throw new DemoFailed(`${url} answered ${response.status}: ${text}`);
  return text;
}
