"""The routes by which UTKFace is downloaded, with an archive on this disk."""

import hashlib
import io
import tarfile

import pytest
from PIL import Image

from gan_utils import data
from gan_utils.files import download, find

STAMP = "20170116174525125"


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """A small UTKFace.tar.gz with one name that tries to break out of its folder."""
    monkeypatch.delenv("GAN_DATA", raising=False)
    monkeypatch.setattr(data, "cache_folder", lambda: tmp_path / "cache")
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "grey").save(content, "JPEG")
    path = tmp_path / "site" / "UTKFace.tar.gz"
    path.parent.mkdir()
    with tarfile.open(path, "w:gz") as tar:
        for name in (f"UTKFace/30_0_0_{STAMP}.jpg", f"../../31_0_0_{STAMP}.jpg"):
            member = tarfile.TarInfo(name)
            member.size = len(content.getvalue())
            tar.addfile(member, io.BytesIO(content.getvalue()))
    digest = hashlib.md5(path.read_bytes()).hexdigest()
    monkeypatch.setattr(data, "ARCHIVE_MD5", digest)
    return path


def test_the_second_route_is_tried_where_the_first_fails(archive, monkeypatch):
    addresses = ("file:///nowhere/UTKFace.tar.gz", archive.as_uri())
    monkeypatch.setattr(data, "ADDRESSES", addresses)
    train, test = data.utkface("real", 32)
    assert train.source == "download"
    assert sorted([*train.ages, *test.ages]) == [30, 31]
    place = find.cache_folder() / "UTKFace"
    assert len(list(place.iterdir())) == 2
    assert {path.name for path in place.parent.iterdir()} == {
        "UTKFace",
        "UTKFace-32.npz",
    }
    assert data.utkface("real", 32)[0].source == "cache"


def test_a_download_with_another_checksum_leaves_nothing(archive, monkeypatch):
    monkeypatch.setattr(data, "ADDRESSES", (archive.as_uri(),))
    monkeypatch.setattr(data, "ARCHIVE_MD5", "0" * 32)
    monkeypatch.setattr(download, "TIMEOUT_SECONDS", 2)
    with pytest.raises(FileNotFoundError, match="could not be downloaded"):
        data.utkface("real")
    assert not list(find.cache_folder().iterdir())
