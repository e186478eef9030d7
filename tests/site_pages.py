"""The pages of a built site, for tests."""

import re

HREF = re.compile(r"href=\"([^\"]*)\"")


def pages(folder):
    return [p for p in sorted(folder.rglob("*.html")) if "_static" not in p.parts]
