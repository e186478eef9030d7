"""Prints the notebooks of the site with Chromium: python -m tools.pdf (`make pdf`)."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def browser() -> str:
    """The program that prints.

    Raises:
        SystemExit: there is none.
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise SystemExit(
            "Printing needs Chromium; install it (Debian: apt install chromium)."
        )
    return found


def print_page(page: Path, pdf: Path) -> None:
    """Prints one page, which may take a minute."""
    pdf.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [browser(), "--headless=new", "--disable-gpu", "--no-first-run"]
        command += [f"--user-data-dir={profile}", "--no-pdf-header-footer"]
        if hasattr(os, "getuid") and os.getuid() == 0:
            command.append("--no-sandbox")  # which root cannot have
        command += [f"--print-to-pdf={pdf}", page.resolve().as_uri()]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=300)


def main() -> int:
    """Prints every notebook of build/site/ into build/pdf/."""
    for page in sorted((ROOT / "build/site/notebooks").glob("*.html")):
        pdf = ROOT / "build" / "pdf" / f"{page.stem}.pdf"
        print_page(page, pdf)
        print(pdf.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
