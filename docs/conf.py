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

extensions = ["myst_nb", "tools.mathml", "tools.figures", "tools.editions"]
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
myst_url_schemes = ["http", "https", "mailto", "edition"]
templates_path = ["templates"]
html_static_path = ["site.css", "films.js", "pictures.js", "playground"]
html_css_files = ["site.css"]
html_js_files = ["films.js", "pictures.js"]
html_copy_source = True
html_sourcelink_suffix = ""
html_theme_options = {
    "repository_url": f"https://github.com/{address(ROOT)}",
    "repository_branch": "main",
    "path_to_docs": "",
    "article_header_end": ["language.html", "article-header-buttons.html"],
    "use_repository_button": True,
    "use_download_button": True,
    "launch_buttons": {"colab_url": "https://colab.research.google.com"},
    "home_page_in_toc": True,
    "navbar_persistent": [],
    "show_toc_level": 2,
}

if tags.has("pt"):  # noqa: F821 (Sphinx brings them along)
    language = "pt_BR"
    project = html_title = "Curso de GANs"
    author = "Os autores do Curso de GANs"
    copyright = f"{author}. Código: MIT. Texto e figuras: CC BY 4.0"
    nb_code_prompt_show = "Mostrar o código da célula"
    nb_code_prompt_hide = "Esconder o código da célula"
    # the playground's are the English ones
    html_static_path = ["site.css", "films.js", "pictures.js"]
    html_theme_options["search_bar_text"] = "Buscar …"
