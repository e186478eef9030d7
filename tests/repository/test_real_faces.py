"""Notebook 05 on photographs: SOURCE = "auto" where UTKFace is at hand."""

import os
import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest

from gan_utils import data
from gan_utils.faces import judges
from gan_utils.files import faces
from tools import execution

ROOT = Path(__file__).parents[2]
# So many of each span of years that no age group is empty.
YEARS = (0, 11, 19, 21, 30, 31, 40, 41, 50, 51, 60, 117)
HELD_OUT, LEARNT_FROM = 4, 8


@pytest.fixture
def few_photographs(tmp_path, monkeypatch):
    """GAN_DATA with 132 photographs of UTKFace and the networks that judge them."""
    whole = Path(os.environ["GAN_DATA"])
    few = tmp_path / "data"
    (few / "UTKFace").mkdir(parents=True)
    for network in ("face-api", "human"):
        (few / network).symlink_to(whole / network)
    names = np.array(sorted(os.listdir(whole / "UTKFace")))
    names = names[[faces._parse_name(name) is not None for name in names]]
    ages = np.array([faces._parse_name(name)[0] for name in names])
    held_out = faces._held_out(names)
    for span in range(len(YEARS) - 1):
        of_span = np.digitize(ages, YEARS) == span + 1
        for part, count in ((held_out, HELD_OUT), (~held_out, LEARNT_FROM)):
            for name in names[of_span & part][:count]:
                shutil.copy(whole / "UTKFace" / name, few / "UTKFace")
    monkeypatch.setenv("GAN_DATA", str(few))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("GAN_PACE", "smoke")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.slow
@pytest.mark.real_data
def test_a_notebook_runs_on_photographs(few_photographs, tmp_path):
    name = "05_age_cgan"
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('SOURCE = "sample"', 'SOURCE = "auto"')
    nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    run = execution.execute(tmp_path / f"{name}.ipynb")
    assert run.error is None, run.error
    texts = [
        output.get("text", "")
        for cell in execution.code_cells(run.notebook)
        for output in cell.outputs
    ]
    assert any(text.startswith("UTKFace, 132 faces") for text in texts)
    assert "VGGFace2" in "".join(texts)


def test_the_source_decides_the_judges(monkeypatch):
    monkeypatch.setattr(judges, "photo_judges", lambda: "of photographs")
    monkeypatch.setattr(judges, "drawn_face_judges", lambda: "of drawn faces")
    drawn, _ = data.utkface("sample", 32)
    assert judges.judges_of(drawn) == "of drawn faces"
    assert drawn.persons() is drawn.identities
    photographs = drawn._replace(name="UTKFace", identities=None)
    assert judges.judges_of(photographs) == "of photographs"
    assert len(set(photographs.persons())) == len(photographs.ages)
