/** Packages that draw, count and print as data scientists' notebooks do. */
const packages = [
  'altair==6.3.0',
  'bokeh==3.9.2',
  'matplotlib==3.11.2',
  'pandas==3.1.1',
  'plotly==7.1.0',
  'polars==2.1.0',
  'rich==15.0.0',
  'tqdm==4.70.1',
  'vl-convert-python==1.9.0.post1',
];

export const galleryDockerfile = (base: string) => `FROM ${base}
RUN pip install --no-cache-dir ${packages.join(' ')}
WORKDIR /app
COPY model.txt serve.py ./
EXPOSE 8080
CMD ["python", "serve.py"]
`;

/** Cells that show each kind of output once. */
export const galleryCells: readonly string[] = [
  `import pandas as pd
import plotly.express as px

months = pd.DataFrame({"month": [1, 2, 3, 4], "churn": [0.21, 0.24, 0.22, 0.27], "region": ["north", "south", "north", "south"]})
px.line(months, x="month", y="churn", title="Churn by month").show()`,
  `import altair as alt

chart = alt.Chart(months).mark_bar().encode(x="month:O", y="churn:Q")
chart`,
  `alt.renderers.enable("png")
chart.properties(width=300, height=200)`,
  `from bokeh.io import output_notebook, show
from bokeh.plotting import figure

output_notebook()
plot = figure(title="Churn", width=400, height=300)
plot.line(months["month"], months["churn"])
show(plot)`,
  `%config InlineBackend.figure_formats = ["svg"]
import matplotlib.pyplot as plt

plt.plot(months["month"], months["churn"])
plt.show()`,
  `months`,
  `pd.DataFrame({"customers": range(1_000), "share": 0.5, "when": pd.Timestamp("2026-01-01"), "paid": True, "note": None})`,
  `months.groupby(["region", "month"]).agg(["mean", "max"])`,
  `months.style.format({"churn": "{:.1%}"}).background_gradient()`,
  `import polars as pl

pl.DataFrame({"region": ["north", "south"], "customers": [1544, 683], "left": [0.427, -0.028]})`,
  `import time

from tqdm.auto import tqdm

for _ in tqdm(range(30), desc="Scoring"):
    time.sleep(0.01)`,
  `from rich.console import Console

print("\\x1b[1;32mgreen and bold\\x1b[0m, \\x1b[38;5;208morange\\x1b[0m")
Console(force_terminal=True, width=60).print("[bold red]rich[/] and [link=https://example.com]a link[/link]")`,
  `for line in range(500):
    print(f"epoch {line}: loss {1 / (line + 1):.4f}")`,
  `import warnings

warnings.warn("The column note is empty.")`,
];
