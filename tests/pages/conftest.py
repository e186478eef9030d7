"""The site, built once for all tests of its pages."""

from pathlib import Path

import pytest

from tools import site

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    pytest.importorskip("myst_nb", reason="needs requirements-site.txt")
    folder = tmp_path_factory.mktemp("built") / "site"
    assert site.build(ROOT, folder, strict=True) == 0
    return folder
