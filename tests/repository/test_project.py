"""What the project says about itself agrees with itself."""

import re
import tomllib
from pathlib import Path

import gan_utils

ROOT = Path(__file__).parents[2]


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_runtime_dependencies_are_the_first_block_of_requirements():
    text = (ROOT / "requirements.txt").read_text()
    runtime = text.split("# Runtime")[1].split("\n\n")[0]
    assert runtime.splitlines()[1:] == project()["dependencies"]


def test_colab_satisfies_every_requirement_it_pins():
    # `make test-colab` proves it for the whole environment; this one needs no network.
    from packaging.requirements import Requirement

    def parse(name: str) -> dict[str, Requirement]:
        lines = (ROOT / name).read_text().splitlines()
        found = [Requirement(x) for x in lines if x and not x.startswith("#")]
        return {requirement.name: requirement for requirement in found}

    required, pinned = parse("requirements.txt"), parse("requirements-colab.txt")
    for name in required.keys() & pinned.keys():
        version = str(pinned[name].specifier).removeprefix("==")
        assert required[name].specifier.contains(version), name


def test_version_is_the_same_everywhere():
    citation = (ROOT / "CITATION.cff").read_text()
    cited = re.search(r"^version: (.+)$", citation, re.MULTILINE)[1]
    assert project()["version"] == gan_utils.__version__ == cited


def test_the_table_of_faults_names_tests_that_exist():
    table = (ROOT / "tests" / "README.md").read_text()
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    assert set(re.findall(r"test_\w+\.py", table)) <= {file.name for file in files}
    code = "\n".join(file.read_text() for file in files)
    named = set(re.findall(r"`(test_\w+)(?:\[|`)", table))
    assert len(named) > 30
    assert {name for name in named if f"def {name}(" not in code} == set()


def test_no_two_test_files_share_a_name():
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"pytest refuses to collect both: {twice}"
