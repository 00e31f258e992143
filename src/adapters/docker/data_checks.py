"""Checks datasets with pandera, and profiles them. Reads /tailrace/checks.json, writes /tailrace/found.json: counts and shares, never rows."""
import json
import math
import os
import re

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

NULLS = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"]
ENDINGS = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".parquet")
SEPARATORS = ",;\t|"
MOST_PROFILED = 200
MOST_TOP = 10
FEWEST_SHOWN = 5  # a value of fewer rows could tell who they are
MOST_LETTERS = 100


class Unreadable(Exception):
    pass


def tellable(text):
    """Whether a text can be shown: not endless, and without NUL, which PostgreSQL can't hold."""
    return len(text) <= MOST_LETTERS and "\0" not in text


def why(error):
    """The first sentences of an error, without the data that it quotes and without hints at a reader that nobody sees."""
    said = re.sub(r"`[^`]*`", "…", " ".join(str(error).replace("\0", "").split()))
    return re.split(r" (?:Consider|The current offset|You might)", said)[0][:300] or type(error).__name__


def scan(path):
    if os.path.isfile(path):
        return scan_file(path)
    found = sorted(os.path.join(top, name) for top, _, names in os.walk(path) for name in names)
    files = [file for file in found if file.lower().endswith(ENDINGS) and os.path.isfile(file)]
    if not files:
        raise Unreadable("it holds no file that ends in .csv, .tsv or .parquet")
    return pl.concat([scan_file(file) for file in files], how="vertical")


def scan_file(path):
    if os.path.getsize(path) == 0:
        raise Unreadable("it is empty")
    with open(path, "rb") as file:
        if file.read(4) == b"PAR1":
            return pl.scan_parquet(path)
    first, *others = sorted(SEPARATORS, key=lambda each: each != ("\t" if path.lower().endswith((".tsv", ".tsv.gz")) else ","))
    table = scan_csv(path, first)
    if width(table) > 1:
        return table
    # The name says nothing of how some programs separate values: the header does.
    return next((other for other in (scan_csv(path, each) for each in others) if width(other) > 1), table)


def scan_csv(path, separator):
    # As text: whether a value is of its column's type is for the checks to say.
    return pl.scan_csv(path, separator=separator, infer_schema=False, null_values=NULLS, with_column_names=unquoted)


def width(table):
    return len(table.collect_schema().names())


def unquoted(names):
    """The names of a header, whose doubled quotes the reader leaves as they are."""
    return [name.replace('""', '"') for name in names]


def number(column, dtype):
    """The column as numbers; what is none, or not finite, is null."""
    if not (dtype == pl.String or dtype.is_numeric()):
        return pl.lit(None, dtype=pl.Float64)
    cast = column.str.strip_chars() if dtype == pl.String else column
    value = cast.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def date(column, dtype):
    """The column as milliseconds; text as ISO 8601."""
    if dtype == pl.String:
        day = column.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("ms"))
        times = [column.str.to_datetime(form, strict=False, time_unit="ms") for form in ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f")]
        return pl.coalesce(day, *times).dt.epoch("ms")
    if dtype == pl.Date or isinstance(dtype, pl.Datetime):
        return column.cast(pl.Datetime("ms")).dt.epoch("ms")
    return pl.lit(None, dtype=pl.Int64)


def text(column, dtype):
    """The column as text."""
    return column.cast(pl.String, strict=False) if not dtype.is_nested() else pl.lit("a nested value")


def of_type(kind, column, dtype):
    """Whether each value is of a type; null counts as of every one."""
    if kind == "string":
        fits = pl.lit(dtype == pl.String or dtype in (pl.Categorical, pl.Enum))
    elif kind == "boolean":
        fits = pl.lit(True) if dtype == pl.Boolean else text(column, dtype).str.to_lowercase().is_in(["true", "false"])
    elif kind == "date":
        fits = date(column, dtype).is_not_null()
    else:
        value = number(column, dtype)
        fits = value.is_not_null() & ((value == value.floor()) if kind == "integer" else pl.lit(True))
    return column.is_null() | fits


def misses(frame, schema):
    """How many values miss a schema of one check."""
    try:
        schema.validate(frame, lazy=True)
        return 0
    except SchemaErrors as errors:
        return sum(missed_by(error) for error in errors.schema_errors)


def missed_by(error):
    output = error.check_output
    if isinstance(output, pl.LazyFrame):
        output = output.collect()
    return 1 if output is None else int((~output.get_column(output.columns[-1])).sum())


def one_column(values, *checks):
    return misses(values.to_frame("value"), pa.DataFrameSchema({"value": pa.Column(nullable=True, checks=list(checks))}))


def limits(check, low="min", high="max"):
    at_least = [] if check.get(low) is None else [pa.Check.ge(check[low])]
    return at_least + ([] if check.get(high) is None else [pa.Check.le(check[high])])


def judged(value, check, low="min"):
    frame = pl.Series("value", [value], dtype=pl.Float64)
    return {"held": one_column(frame, *limits(check, low)) == 0, "value": value}


class Data:
    def __init__(self, path, wanted):
        lazy = scan(path)
        names = lazy.collect_schema().names()
        self.columns = len(names)
        known = set(names)
        checked = [name for name in dict.fromkeys(wanted) if name in known]
        asked = set(checked)
        others = [name for name in names if name not in asked and tellable(name)]
        shown = checked + others[: max(0, MOST_PROFILED - len(checked))]
        renamed = {name: f"c{index}" for index, name in enumerate(shown)}
        # By place: a name may look like an expression.
        place = {name: index for index, name in enumerate(names)}
        self.frame = lazy.select(pl.nth(place[name]).alias(new) for name, new in renamed.items()).collect()
        self.frame = self.frame.with_columns(pl.col(c).fill_nan(None) for c, dtype in self.frame.schema.items() if dtype.is_float())
        self.keys = renamed

    def has(self, name):
        return name in self.keys

    def get(self, name, form=None, *given):
        key = self.keys[name]
        column, dtype = pl.col(key), self.frame.schema[key]
        if form is None:
            return self.frame.get_column(key)
        return self.frame.select(form(*given, column, dtype).alias("value")).to_series()


def kind_of(data, name, declared):
    """What a column's values are: what is declared, else the first kind that fits them all."""
    if declared is not None or data.get(name).null_count() == data.frame.height:
        return declared or "string"
    kinds = ("integer", "number", "boolean", "date")
    return next((kind for kind in kinds if data.get(name, of_type, kind).all()), "string")


def as_kind(data, name, kind):
    forms = {"integer": number, "number": number, "date": date}
    values = data.get(name, forms.get(kind, text))
    return values.str.to_lowercase() if kind == "boolean" else values


def profile_of(data, name, declared):
    kind = kind_of(data, name, declared)
    values = as_kind(data, name, kind)
    known = values.drop_nulls()
    nulls = data.get(name).null_count()
    found = {"name": name, "kind": kind, "nulls": nulls, "misfits": values.null_count() - nulls, "distinct": known.n_unique()}
    if kind in ("integer", "number", "date"):
        steps = [known.quantile(step / 20, "nearest") for step in range(21)] if known.len() else []
        return {**found, "quantiles": steps, "mean": known.mean() if known.len() else None, "histogram": numbers(known, values.len(), steps)}
    counts = known.value_counts(sort=True, name="rows").head(MOST_TOP).rows()
    top = sorted(((value, rows) for value, rows in counts if rows >= FEWEST_SHOWN and tellable(value)), key=lambda pair: (-pair[1], pair[0]))
    return {**found, "top": [{"value": value, "rows": rows} for value, rows in top], "histogram": words([value for value, _ in top], known, values.len())}


def numbers(known, rows, steps):
    edges = sorted(set(steps[2:20:2]))
    return {"edges": edges, "shares": shares_of(known, rows, edges, None)}


def words(values, known, rows):
    return {"values": values, "shares": shares_of(known, rows, None, values)}


def shares_of(known, rows, edges, values):
    """The share of the rows in each bin of numbers (up to each edge, beyond the last) or of each value (then of others); at last, of nulls."""
    if rows == 0:
        return []
    if edges is not None:
        below = [0, *[int((known <= edge).sum()) for edge in edges], known.len()]
        counts = [after - before for before, after in zip(below, below[1:])]
    else:
        each = [int((known == value).sum()) for value in values]
        counts = [*each, known.len() - sum(each)]
    return [count / rows for count in [*counts, rows - known.len()]]


def drift(data, check, declared):
    """The population stability index of a column against the baseline's histogram."""
    before = check.get("baseline")
    if before is None:
        return {"held": True, "why": "no-baseline"}
    if data.frame.height == 0:
        return {"held": False, "why": "no-rows"}
    kind = kind_of(data, check["column"], declared)
    numeric = lambda each: each in ("integer", "number")
    if kind != before["kind"] and not (numeric(kind) and numeric(before["kind"])):
        return {"held": False, "why": "other-kind"}
    values = as_kind(data, check["column"], kind)
    histogram = before["histogram"]
    now = shares_of(values.drop_nulls(), values.len(), histogram.get("edges"), histogram.get("values"))
    if len(now) != len(histogram["shares"]):
        return {"held": True, "why": "no-baseline"}
    pairs = [(max(a, 1e-4), max(b, 1e-4)) for a, b in zip(now, histogram["shares"])]
    return judged(sum((a - b) * math.log(a / b) for a, b in pairs), check)


def run(data, check, declared):
    kind = check["kind"]
    if kind == "rows":
        return judged(data.frame.height, check)
    if kind == "unique":
        absent = [name for name in check["columns"] if not data.has(name)]
        if absent:
            return {"held": False, "why": "missing"}
        keys = [data.keys[name] for name in check["columns"]]
        missed = misses(data.frame.select(keys), pa.DataFrameSchema(unique=keys))
        extra = data.frame.height - data.frame.select(keys).n_unique() if missed else 0
        return {"held": missed == 0, "misses": extra}
    name = check["column"]
    if not data.has(name):
        return {"held": False, "why": "missing"}
    if kind == "column":
        missed = 0
    elif kind == "type":
        missed = one_column(data.get(name, of_type, check["type"]), pa.Check.eq(True))
    elif kind == "range":
        values = data.get(name, number)
        strange = values.null_count() - data.get(name).null_count()
        missed = strange + one_column(values, *limits(check))
        known = values.drop_nulls()
        ends = {} if known.len() == 0 else {"low": known.min(), "high": known.max()}
        return {"held": missed == 0, "misses": missed, **ends}
    elif kind == "nulls":
        rows = data.frame.height
        return judged(data.get(name).null_count() / rows if rows else 0, check)
    elif kind == "allowed":
        missed = allowed(data, name, check["values"])
    elif kind == "drift":
        return drift(data, check, declared)
    else:
        raise ValueError(kind)
    return {"held": missed == 0, "misses": missed}


def allowed(data, name, values):
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        found = data.get(name, number)
        strange = found.null_count() - data.get(name).null_count()
        return strange + one_column(found, pa.Check.isin([float(value) for value in values]))
    return one_column(data.get(name, text), pa.Check.isin([str(value).lower() if isinstance(value, bool) else str(value) for value in values]))


def main():
    with open("/tailrace/checks.json") as file:
        asked = json.load(file)
    checks = asked["checks"]
    wanted = [name for check in checks for name in check.get("columns", [check.get("column")]) if name is not None]
    declared = {check["column"]: check["type"] for check in checks if check["kind"] == "type"}
    try:
        data = Data(asked["path"], wanted)
    except (Unreadable, pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        return {"unreadable": why(error)}
    found = [run(data, check, declared.get(check.get("column"))) for check in checks]
    columns = [profile_of(data, name, declared.get(name)) for name in data.keys if tellable(name)]
    return {"found": found, "profile": {"rows": data.frame.height, "columns": data.columns, "profiled": columns}}


result = json.dumps(main(), allow_nan=False)
with open("/tailrace/found.json", "w") as file:
    file.write(result)
