"""Weight files as others publish them, made up for a test."""

import json

import pooch
import pytest


def write_files(folder, names, entries, content):
    """A manifest and a binary file of these names; their checksums."""
    manifest, binary = names
    folder.mkdir(exist_ok=True)
    groups = [{"paths": [binary], "weights": entries}]
    (folder / manifest).write_text(json.dumps(groups))
    (folder / binary).write_bytes(content)
    return {name: pooch.file_hash(folder / name) for name in names}


def network_with(weights, module, make, folder):
    """What ``make(folder)`` builds of these arrays in place of the published ones."""
    entries = [
        {"name": name, "shape": list(array.shape), "dtype": "float32"}
        for name, array in weights.items()
    ]
    content = b"".join(array.astype("<f4").tobytes() for array in weights.values())
    checksums = write_files(folder, list(module.PUBLISHED.files), entries, content)
    with pytest.MonkeyPatch.context() as patch:
        published = module.PUBLISHED._replace(files=checksums)
        patch.setattr(module, "PUBLISHED", published)
        return make(folder)
