"""Settings of the site; `make site` gathers the pages and calls Sphinx with them."""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.publish import address  # noqa: E402

_project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

project = "GAN course"
author = "The GAN course authors"
copyright = f"{author}. Code: MIT. Text and figures: CC BY 4.0"
release = _project["version"]

extensions = ["myst_nb", "tools.mathml", "tools.figures"]
myst_enable_extensions = ["amsmath", "colon_fence", "dollarmath"]
myst_heading_anchors = 4
# The outputs are stored; nothing is executed.
nb_execution_mode = "off"
nb_merge_streams = True
nb_mime_priority_overrides = [("html", "image/gif", 0)]
default_role = "literal"
add_module_names = False
toc_object_entries_show_parents = "hide"
maximum_signature_line_length = 70
python_display_short_literal_types = True

html_theme = "sphinx_book_theme"
html_title = project
html_math_renderer = "mathml"
html_static_path = ["site.css", "films.js", "playground"]
html_css_files = ["site.css"]
html_js_files = ["films.js"]
html_copy_source = True
html_sourcelink_suffix = ""
html_theme_options = {
    "repository_url": f"https://github.com/{address(ROOT)}",
    "repository_branch": "main",
    "path_to_docs": "",
    "use_repository_button": True,
    "use_download_button": True,
    "launch_buttons": {"colab_url": "https://colab.research.google.com"},
    "home_page_in_toc": True,
    "navbar_persistent": [],
    "show_toc_level": 2,
}
