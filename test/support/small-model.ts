/** A model repository that is tested in seconds: plain Python on an image that has papermill already. */

export interface SmallModel {
  /** The image that the Dockerfile starts from: it has papermill and ipykernel. */
  readonly papermillImage: string;
  /** Registry and path: `127.0.0.1:5000/acme/churn`. */
  readonly imageRepository: string;
  /** Printed by the notebook, so that changing it changes the source tree. */
  readonly greeting?: string;
  /** Cells that stand before the one that writes the metrics. */
  readonly cells?: readonly string[];
  readonly gate?: string;
  readonly parameters?: string;
  /** More below `notebook:`; further lines are indented by two. */
  readonly notebook?: string;
  readonly dockerfile?: string;
  /** More entries of the notebook's metrics, in Python; `"rate": 0.4` replaces its own. */
  readonly metrics?: string;
  /** More lines of `.tailrace.yml`. */
  readonly settings?: string;
  /** The lines below `environments:`. */
  readonly environments?: string;
}

export const customers = `customer_id,churned\n${Array.from({ length: 100 }, (_, index) => `${index},${index % 4 === 0 ? 1 : 0}`).join('\n')}\n`;

/** The repository's files by path. */
export function smallModel(model: SmallModel): Record<string, string> {
  return {
    '.tailrace.yml': configuration(model),
    Dockerfile: model.dockerfile ?? dockerfile(model),
    'model.txt': 'a model',
    'serve.py': server,
    'notebooks/evaluate.ipynb': evaluation(model),
    'data/customers.csv': customers,
  };
}

export function configuration(model: SmallModel): string {
  const { imageRepository, gate, parameters, notebook, settings, environments } = model;
  return `name: churn
image: ${imageRepository}
notebook:
  path: notebooks/evaluate.ipynb
  parameters: ${parameters ?? '{threshold: 0.5}'}${notebook ? `\n  ${notebook}` : ''}
datasets:
  customers: {path: data/customers.csv}
gates:
  - ${gate ?? '{metric: rate, max: 0.5}'}
${settings ?? ''}
environments:
${environments ?? fourEnvironments}
`;
}

const fourEnvironments = `  - name: sandbox
  - {name: qa, parameters: {threshold: 0.6}}
  - {name: uat, serve: {replicas: {min: 2, max: 3}}}
  - name: prod`;

function dockerfile({ papermillImage }: SmallModel): string {
  return `FROM ${papermillImage}
WORKDIR /app
COPY model.txt serve.py ./
RUN useradd --create-home model && chown model /app
USER model
EXPOSE 8080
CMD ["python", "serve.py"]
`;
}

const server = `import http.server
http.server.HTTPServer(("", 8080), http.server.SimpleHTTPRequestHandler).serve_forever()
`;

function evaluation({ greeting, cells, metrics }: SmallModel): string {
  return notebook([
    { source: 'threshold = 0.1', tags: ['parameters'] },
    { source: `import csv, json, os\nprint(${JSON.stringify(greeting ?? 'hello')})` },
    {
      source:
        'rows = list(csv.DictReader(open(os.environ["TAILRACE_DATASET_CUSTOMERS"])))\nopen("model.txt").read()',
    },
    { source: picture },
    ...(cells ?? []).map((source) => ({ source })),
    {
      source: `json.dump({"rate": sum(int(row["churned"]) for row in rows) / len(rows), "counts": {"rows": len(rows)}, "threshold": threshold, ${metrics ?? ''}}, open("metrics.json", "w"))`,
    },
  ]);
}

/** One grey pixel, shown as a plot would be. */
const picture = `import base64
from IPython.display import Image
Image(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="))`;

/** A notebook of code cells, nbformat 4.5. */
export function notebook(
  cells: readonly { readonly source: string; readonly tags?: readonly string[] }[],
): string {
  return JSON.stringify(
    {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
      cells: cells.map(({ source, tags = [] }, index) => ({
        cell_type: 'code',
        id: `cell-${index}`,
        source,
        metadata: { tags },
        outputs: [],
        execution_count: null,
      })),
    },
    null,
    1,
  );
}
