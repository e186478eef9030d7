"""Links of the pages: mended for the site, and whether what they lead to exists.

python -m tools.links     the links that leave the repository, one a line; fails where
                          one inside leads nowhere
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import NamedTuple

from tools.editions import LINK
from tools.publish import addressed_files

INLINE = re.compile(r"\]\(([^()\s]+)((?:\s+\"[^\"]*\")?)\)")
DEFINED = re.compile(r"^\[([^\]]+)\]: *(\S+)", re.MULTILINE)
HTML = re.compile(r"(?<=\s)(src|href)=\"([^\"]+)\"")
REMOTE_PICTURE = re.compile(r"!\[([^\]]*)\]\(https?://[^)]*\)")
NAMED_PICTURE = re.compile(r"!\[([^\]]*)\]\[([^\]]+)\]")
BARE = re.compile(r"<(https?://[^>\s]+)>")
CODE = re.compile(r"^(```|~~~).*?^\1|(`+)(?!`).+?\2", re.DOTALL | re.MULTILINE)
PAGES = (".md", ".ipynb")
INSTRUCTOR = "homework/instructor/"


class Site(NamedTuple):
    """What a link may lead to."""

    root: Path
    pages: dict[str, str]  # pages of the repository → their places in the site
    repository: str  # https://github.com/owner/name
    others: dict[str, str] = {}  # the same, of the pages in the other language
    is_original: bool = True  # English, the language of the API and of most links


def outside_code(change: Callable[[str], str], text: str) -> str:
    """Changes what is not code."""
    parts, end = [], 0
    for match in CODE.finditer(text):
        parts += [change(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def targets(text: str) -> list[str]:
    """What the links of a text lead to."""
    prose = CODE.sub("", text)
    found = [match[1] for match in INLINE.finditer(prose)]
    found += [match[2] for match in DEFINED.finditer(prose)]
    found += [match[1] for match in BARE.finditer(prose)]
    return found + [match[2] for match in HTML.finditer(prose)]


def prose(path: Path) -> str:
    """The Markdown of a page."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    shown = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    return "\n\n".join(shown)


def all_links(root: Path) -> dict[str, list[str]]:
    """What the pages of the repository link to, each as page → links.

    A homework of the instructor's is written to lie where the students' will.
    """
    pages = [path for path in addressed_files(root) if path.suffix in PAGES]
    return {
        path.relative_to(root).as_posix().replace(INSTRUCTOR, "homework/"): targets(
            prose(path)
        )
        for path in pages
    }


def broken(root: Path) -> list[str]:
    """The links to files of the repository that are not there, with their pages."""
    return [
        f"{page}: {link}"
        for page, links in all_links(root).items()
        for link in links
        if not is_elsewhere(link) and not (root / resolve(link, page)).exists()
    ]


def outside(root: Path) -> list[str]:
    """The addresses on the network that the pages link to."""
    links = {link for found in all_links(root).values() for link in found}
    return sorted(link for link in links if link.startswith("http"))


def main() -> int:
    """Lists links and says which are broken; the exit status."""
    root = Path(__file__).resolve().parent.parent
    print("\n".join(outside(root)))
    wrong = broken(root)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


def is_elsewhere(link: str) -> bool:
    """Says whether a link leaves the repository or stays on its page."""
    return bool(re.match(r"[a-z]+:|//|#", link))


def api_page(target: str) -> str | None:
    """The page of the API that stands for a file of gan_utils, if it is one."""
    match = re.fullmatch(r"(gan_utils(?:/\w+)*?)(?:/__init__)?\.py", target)
    return match and f"api/{match[1].replace('/', '.')}.rst"


def resolve(link: str, page: str) -> str:
    """The path in the repository that a link on a page leads to."""
    path = link.split("#")[0].split("?")[0]
    return normpath(str(PurePosixPath(page).parent / path))


def mend(text: str, page: str, site: Site) -> str:
    """Returns the text with links that work on the site.

    A link to a page or a file of the repository stays, one to code leads to its page of
    the API, one to a folder to its README or to the repository on the network.
    """
    remote = {name for name, url in DEFINED.findall(text) if url.startswith("http")}

    def named(match: re.Match) -> str:
        return match[1] if match[2] in remote else match[0]

    def inline(match: re.Match) -> str:
        return f"]({better(match[1], page, site)}{match[2]})"

    def defined(match: re.Match) -> str:
        return f"[{match[1]}]: {better(match[2], page, site)}"

    def in_html(match: re.Match) -> str:
        return f'{match[1]}="{better(match[2], page, site)}"'

    def change(prose: str) -> str:
        prose = REMOTE_PICTURE.sub(r"\1", prose)
        prose = NAMED_PICTURE.sub(named, prose)
        prose = INLINE.sub(inline, prose)
        return HTML.sub(in_html, DEFINED.sub(defined, prose))

    return outside_code(change, text)


def better(link: str, page: str, site: Site) -> str:
    """Where one link leads on the site."""
    if is_elsewhere(link):
        return link
    path, mark, anchor = link.partition("#")
    target = resolve(link, page)
    up = "../" * site.pages[page].count("/")
    readme = f"{target}/README.md"
    for found in (target, readme):
        if found in site.pages:
            return up + site.pages[found] + mark + anchor
        twin = site.others.get(found)
        has_twin = twin in site.pages.values() and twin != site.pages[page]
        if has_twin and not site.is_original:
            return up + twin + mark + anchor
        if twin:
            return f"{LINK}{written(twin)}{mark}{anchor}"
    if api_page(target):
        api = api_page(target)
        return up + api if site.is_original else LINK + written(api)
    if (site.root / target).is_dir():
        return f"{site.repository}/tree/main/{target}"
    return up + target + mark + anchor


def written(page: str) -> str:
    """What Sphinx makes of a page."""
    return str(PurePosixPath(page).with_suffix(".html"))


if __name__ == "__main__":
    sys.exit(main())
