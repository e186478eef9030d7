"""All tables: in Markdown, and kept as CSV."""

import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd


def markdown(
    frame: pd.DataFrame, forms: dict[str, str] | None = None, bold: str | None = None
) -> str:
    """A table in Markdown, all columns but the first to the right.

    Args:
        frame: texts stay as they are, missing values become a dash.
        forms: column → format of its numbers, such as "{:.2f}".
        bold: the row that starts with this stands out.
    """
    forms = forms or {}

    def text(name: str, value: object) -> str:
        if isinstance(value, str):
            return value
        return "–" if pd.isna(value) else forms.get(name, "{}").format(value)

    lines = [frame.columns, ["---", *["---:"] * (len(frame.columns) - 1)]]
    for row in frame.itertuples(index=False):
        cells = [text(*cell) for cell in zip(frame.columns, row, strict=True)]
        lines.append([f"**{c}**" if cells[0] == bold and c else c for c in cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def median_and_range(values: Sequence[float], form: str) -> str:
    """The median, in brackets the smallest and the largest of several values."""
    found = pd.Series(values, dtype=float).dropna()
    if found.empty:
        return "–"
    middle = form.format(found.median())
    if len(found) == 1:
        return middle
    return f"{middle} ({form.format(found.min())}–{form.format(found.max())})"


def read(path: Path) -> pd.DataFrame:
    """The rows of a CSV file; none where it does not exist."""
    return pd.read_csv(path) if path.exists() else pd.DataFrame()


def write(path: Path, rows: Sequence[dict]) -> None:
    """Writes rows as CSV, whole or not at all."""
    part = path.with_name(f"part-{path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).convert_dtypes().to_csv(part, index=False)
    os.replace(part, path)


def keep(path: Path, row: dict, *keys: str) -> None:
    """Adds a row to what a file holds by now, or to the row with the same keys."""
    rows = {}
    for one in [*read(path).to_dict("records"), row]:
        name = tuple(one[key] for key in keys)
        rows[name] = rows.get(name, {}) | one
    write(path, list(rows.values()))
