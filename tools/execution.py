"""Executes a notebook in a fresh kernel, with progress, and tidies what comes out."""

import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import nbclient
import nbformat
from nbclient.exceptions import CellControlSignal, CellExecutionError

CELL_TIMEOUT = 3600
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
KEPT_NOTEBOOK_METADATA = ("accelerator", "colab")
KEPT_CELL_METADATA = ("cellView", "jupyter", "tags")
WIDGET = "application/vnd.jupyter.widget-view+json"
WIDGET_TEXT = {
    "en": "A control to play with: run this cell to see it.",
    "pt": "Um controle para experimentar: execute esta célula para vê-lo.",
}


class Run(NamedTuple):
    """One executed notebook."""

    path: Path
    notebook: nbformat.NotebookNode
    seconds: float
    error: str | None


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The cells that a kernel executes."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


class Progress:
    """One line a notebook, rewritten every second on a terminal; one a cell in a log.

    Papermill's bar would stand still while a cell trains, and it leaves no room for the
    last words of a kernel that died.
    """

    def __init__(self, name: str, n_cells: int):
        self.name, self.n_cells, self.n_started, self.source = name, n_cells, 0, ""
        self.start, self.done = time.monotonic(), threading.Event()
        self.live = sys.stdout.isatty()
        if self.live:
            threading.Thread(target=self._tick, daemon=True).start()

    def next_cell(self, cell: nbformat.NotebookNode, cell_index: int) -> None:
        """Says that another cell has started."""
        self.n_started, self.source = self.n_started + 1, cell.source
        self._show(f"cell {self.n_started}/{self.n_cells}")

    def end(self) -> float:
        """Says that the notebook is done; returns its seconds."""
        self.done.set()
        self._show("done", "\n")
        return time.monotonic() - self.start

    def _tick(self) -> None:
        while not self.done.wait(1):
            self._show(f"cell {self.n_started}/{self.n_cells}")

    def _show(self, state: str, end: str = "") -> None:
        line = f"{self.name}  {state}  {time.monotonic() - self.start:.0f} s"
        if self.live:
            print(f"\r{line}\x1b[K", end=end, flush=True)
        else:
            print(line, flush=True)


def execute(path: Path) -> Run:
    """Executes a notebook at the pace that GAN_PACE names; an error ends it."""
    notebook = nbformat.read(path, as_version=4)
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    error = None
    progress = Progress(path.stem, len(code_cells(notebook)))
    with tempfile.TemporaryFile() as log:
        client = nbclient.NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=CELL_TIMEOUT,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            extra_arguments=["--IPKernelApp.log_level=40"],
            on_cell_execute=progress.next_cell,
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            client.execute(stderr=log)
        except CellExecutionError as problem:  # tells the cell and the traceback
            error = str(problem)
        except (CellControlSignal, RuntimeError) as problem:  # too long, or it died
            log.seek(0)
            last_words = log.read()[-2000:].decode(errors="replace")
            error = f"{problem}\n\n{progress.source}\n\n{last_words}"
    seconds = progress.end()
    tidy(notebook)
    return Run(path, notebook, seconds, error)


def tidy(notebook: nbformat.NotebookNode) -> None:
    """Drops what differs from run to run or from machine to machine."""
    language = notebook.metadata.get("gan_course", {}).get("language")
    notebook.metadata = nbformat.from_dict(
        {
            key: notebook.metadata[key]
            for key in KEPT_NOTEBOOK_METADATA
            if key in notebook.metadata
        }
        | {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
        | ({"gan_course": {"language": language}} if language else {})
    )
    for cell in notebook.cells:
        kept = {k: v for k, v in cell.metadata.items() if k in KEPT_CELL_METADATA}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            for output in cell.outputs:
                if output.get("data", {}).pop(WIDGET, None):  # it needs a kernel
                    output.data["text/plain"] = WIDGET_TEXT[language or "en"]
            cell.outputs = [o for o in cell.outputs if not is_empty(o)]


def is_empty(output: nbformat.NotebookNode) -> bool:
    """Says whether an output shows nothing: what a bar leaves when the work is done."""
    data = output.get("data")
    return data is not None and not any(data.values())
