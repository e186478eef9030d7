"""Puts the playground's generators, and what runs them, into the site.

onnxruntime-web (MIT) is fetched once with npm, into build/npm/. Without it the page
still has its ring game, and says of the other parts what they need.

A browser that opens a page as a file lets it load scripts, and no other files. So each
file becomes a script that holds its bytes, compressed and as text; the page's files.js
takes them out again.
"""

import base64
import gzip
import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

PACKAGE = "onnxruntime-web-1.22.0.tgz"
_SHA512 = "Ud/+EBo6mhuaQWt/OjaOk0iNWjXqJoeeMFr6xQEERZdIZH2OWpGzuujz7lfuOBjUa6TEE/sc4nb7Da5dNL34fg=="  # noqa: E501
RUNTIME = ("ort.wasm.min.js", *(f"ort-wasm-simd-threaded.{x}" for x in ("mjs", "wasm")))
GENERATORS = {
    "digits.onnx": "data/weights/conditional_digits/generator.onnx",
    "ageing.onnx": "data/weights/paired_ageing/generator.onnx",
    "houses.onnx": "data/weights/research_only/facades/generator.onnx",
    "zebras.onnx": "data/weights/research_only/horse2zebra/generator.onnx",
    "faces.png": "docs/playground/faces.png",
}


def as_script(name: str, content: bytes) -> str:
    """A script that gives the page the bytes of a file."""
    text = base64.b64encode(gzip.compress(content, mtime=0)).decode()
    return f'(window.playgroundFiles ??= {{}})["{name}"] = "{text}";\n'


def fetch(folder: Path) -> Path:
    """The package of onnxruntime-web in a folder, fetched where it is not there yet.

    Raises:
        RuntimeError: npm is missing or does not reach it, or it is another one.
    """
    package = folder / PACKAGE
    if not package.is_file():
        if not shutil.which("npm"):
            raise RuntimeError("there is no npm; install Node.js")
        folder.mkdir(parents=True, exist_ok=True)
        name, _, version = PACKAGE.removesuffix(".tgz").rpartition("-")
        command = ["npm", "pack", "--silent", f"{name}@{version}"]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if ran.returncode or not package.is_file():
            raise RuntimeError("npm did not reach the package; go online")
    found = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != _SHA512:
        raise RuntimeError(f"{package} is not what was published; delete it")
    return package


def write(root: Path, out: Path) -> bool:
    """Writes the scripts of the playground; returns whether they could be made.

    Args:
        root: the repository; one without generators gets none.
        out: the folder of the site's scripts.
    """
    if not all((root / path).is_file() for path in GENERATORS.values()):
        return False
    try:
        package = fetch(root / "build" / "npm")
    except RuntimeError as error:
        print(f"The playground's generators are left out: {error}, and build again.")
        return False
    with tarfile.open(package) as archive:
        contents = {
            name: archive.extractfile(f"package/dist/{name}").read() for name in RUNTIME
        }
    contents |= {name: (root / path).read_bytes() for name, path in GENERATORS.items()}
    for name, content in contents.items():
        (out / f"{name}.script.js").write_text(as_script(name, content), "ascii")
    return True
