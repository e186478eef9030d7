"""What the pages link to: inside the repository it exists, outside it is listed."""

from pathlib import Path

from tools import links

ROOT = Path(__file__).parents[2]


def test_everything_that_is_linked_inside_the_repository_exists():
    assert links.broken(ROOT) == []


WITHOUT_HOMEWORK = {"07_your_own_photo.ipynb"}  # it is there to be talked about


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "page.md"
    page.write_text("[a](../gone.md#part) [b](page.md) [c](#here)\n\n[d]: no.png\n")
    assert links.broken(tmp_path) == [
        "docs/page.md: ../gone.md#part",
        "docs/page.md: no.png",
    ]


def test_each_notebook_links_to_its_homework_guide_previous_and_next():
    found = links.all_links(ROOT)
    names = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    for place, name in enumerate(names):
        wanted = {"../docs/lecturers_guide.md"}
        if name not in WITHOUT_HOMEWORK:
            wanted |= {f"../homework/{name}"}
        wanted |= {names[i] for i in (place - 1, place + 1) if 0 <= i < len(names)}
        assert wanted <= set(found[f"notebooks/{name}"]), name


def test_what_leads_outside_is_listed_once(tmp_path):
    (tmp_path / "a.md").write_text("[a](https://a.org) <https://b.org/?c=1>\n")
    (tmp_path / "b.md").write_text("[a](https://a.org) `<https://code.org>`\n")
    assert links.outside(tmp_path) == ["https://a.org", "https://b.org/?c=1"]
