"""Downloads from a web site on this machine that breaks things in every way."""

import gzip
import os
import stat
import tarfile
import time
from pathlib import Path

import download_copies
import download_site
import pytest
from download_copies import ARCHIVES, NAMES, PLACES, SETS, STAMP, names_in_cache

from gan_utils import data
from gan_utils.files import download, facades, find, image_sets

CAUSES = {
    "not_found": "404",
    "server_error": "500",
    "no_answer": "without response",
    "silent": "timed out",
    "cut_half_way": "connection broke after",
    "cut_between_chunks": "IncompleteRead",
    "reset_half_way": "reset by peer",
    "trickle": "too slow",
    "far_too_much": "more than 2,000,000 bytes",
    "other_content": "checksum",
    "half_as_if_whole": "checksum",
    "web_page": "web page",
}
# Nobody publishes a checksum of the facades: gzip's own and the length are compared.
CAUSES_OF_FACADES = {"other_content": "gzip", "half_as_if_whole": "instead of"}
PASSING = (
    *("server_error", "no_answer", "cut_half_way", "cut_between_chunks"),
    "reset_half_way",
)


def publish(site, monkeypatch, name, content):
    """Puts another archive on the site, with its own checksum and length."""
    site.files[ARCHIVES[name]] = content
    download_copies.apply(download_copies.settings_for(site), monkeypatch.setattr)


def break_for_good(site, fault, monkeypatch):
    """Every answer has this fault; nobody is patient where patience would be tried."""
    site.always(getattr(download_site, fault))
    if fault == "silent":
        monkeypatch.setattr(download, "TIMEOUT_SECONDS", 0.3)
    if fault == "trickle":
        monkeypatch.setattr(download, "SPELL_SECONDS", 0.2)


@pytest.mark.parametrize("name", NAMES)
def test_an_unharmed_download_is_right_and_is_found_again(name, site):
    found_in = download_copies.load(name)
    assert found_in == ("download" if name in SETS else PLACES[name])
    assert download_copies.is_right(name)
    assert not [file for file in names_in_cache() if file.startswith(".")]
    asked = len(site.asked)
    assert download_copies.load(name) == ("cache" if name in SETS else found_in)
    assert len(site.asked) == asked
    place = find.cache_folder() / PLACES.get(name, f"{name}.npz")
    for path in (place, *place.rglob("*")):  # a class may share the cache
        assert path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)


def test_the_next_address_is_tried_where_one_fails(site, monkeypatch):
    mnist = image_sets.IMAGE_SETS["mnist"]
    addresses = ("http://127.0.0.1:9/", *mnist.addresses)
    sets = {"mnist": mnist._replace(addresses=addresses)}
    monkeypatch.setattr(image_sets, "IMAGE_SETS", sets)
    assert download_copies.load("mnist") == "download"
    assert download_copies.is_right("mnist")


@pytest.mark.parametrize("way", ["without_length", "in_chunks"])
def test_a_server_need_not_say_the_length(way, site):
    site.always(getattr(download_site, way))
    assert download_copies.load("mnist") == "download"
    assert download_copies.is_right("mnist")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", CAUSES)
def test_a_fault_that_stays_is_an_error_that_names_it_and_leaves_nothing(
    fault, name, site, monkeypatch
):
    break_for_good(site, fault, monkeypatch)
    cause = CAUSES[fault]
    if name == "facades":
        cause = CAUSES_OF_FACADES.get(fault, cause)
    with pytest.raises(FileNotFoundError, match=cause) as caught:
        download_copies.load(name, "real")
    assert "GAN_DATA" in str(caught.value) and "\n" not in str(caught.value)
    assert names_in_cache() == []
    assert len(site.asked) == (3 if fault in PASSING else 1)


@pytest.mark.parametrize(
    ("name", "fault"),
    [("mnist", fault) for fault in CAUSES] + [(name, "web_page") for name in SETS[1:]],
)
def test_with_auto_the_sample_stands_in_and_one_line_names_the_fault(
    name, fault, site, monkeypatch, capsys
):
    tiles = facades._tiles  # the whole sheet would take seconds
    monkeypatch.setattr(facades, "_tiles", lambda sheet: tiles(sheet)[:10])
    monkeypatch.setattr(facades, "N_DRAWN_TRAIN", 5)
    break_for_good(site, fault, monkeypatch)
    assert download_copies.load(name, "auto") == "sample"
    lines = capsys.readouterr().out.splitlines()
    (notice,) = [line for line in lines if "Notice" in line]
    assert notice.startswith("Notice: ") and CAUSES[fault] in notice
    assert "GAN_DATA" in notice
    assert names_in_cache() == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_tried_again_and_ends_in_the_right_data(
    fault, name, site
):
    site.at_first(getattr(download_site, fault))
    download_copies.load(name)
    assert download_copies.is_right(name)
    assert site.asked[0] == site.asked[1]


def test_a_class_without_a_network_does_not_wait_for_second_tries(offline, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("waited"))
    with pytest.raises(FileNotFoundError, match="refused"):
        data.mnist("real")


def test_an_error_of_our_own_is_no_failed_download(site, monkeypatch):
    mnist = image_sets.IMAGE_SETS["mnist"]._replace(unpack=lambda folder: None)
    monkeypatch.setattr(image_sets, "IMAGE_SETS", {"mnist": mnist})
    with pytest.raises(TypeError, match="positional argument"):
        data.mnist()
    assert names_in_cache() == []


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_published_archive_that_breaks_off_is_an_error(name, site, monkeypatch):
    whole = site.files[ARCHIVES[name]]
    publish(site, monkeypatch, name, whole[: len(whole) // 2])
    with pytest.raises(FileNotFoundError, match="ended before the end-of-stream"):
        download_copies.load(name)
    assert names_in_cache() == []


def test_facades_with_a_picture_missing_or_too_small_are_refused(site, monkeypatch):
    members = download_copies.archive_members("facades")
    name = next(iter(members))
    small = members | {name: download_copies.jpeg((128, 256), 1)}
    for changed in ({key: members[key] for key in members if key != name}, small):
        publish(site, monkeypatch, "facades", download_copies.pack(changed))
        with pytest.raises(FileNotFoundError, match="train does not hold 2 pictures"):
            download_copies.load("facades")
        assert names_in_cache() == []


def hostile_members(kind, name, outside):
    """Members of a .tar.gz that reach for a folder outside, or are no plain file."""
    inside = {"cifar10": "cifar-10-batches-bin", "facades": "facades/train"}
    ending = "bin" if name == "cifar10" else "jpg"
    folder = inside.get(name, "UTKFace")
    path = {
        "parent": f"{folder}/../../../../outside/escaped.txt",
        "absolute": f"{outside}/escaped.txt",
    }.get(kind, f"{folder}/40_0_0_{STAMP}.{ending}")
    member = tarfile.TarInfo(path)
    types = {
        "symlink": tarfile.SYMTYPE,
        "hardlink": tarfile.LNKTYPE,
        "device": tarfile.CHRTYPE,
        "fifo": tarfile.FIFOTYPE,
        "folder_link": tarfile.SYMTYPE,
    }
    member.type = types.get(kind, tarfile.REGTYPE)
    member.linkname = {
        "symlink": f"{outside}/secret.jpg",
        "hardlink": "../../outside/secret.jpg",
        "folder_link": str(outside),
    }.get(kind, "")
    if kind != "folder_link":
        return [(member, b"" if member.type != tarfile.REGTYPE else b"escaped")]
    return [(member, b""), (tarfile.TarInfo(f"{path}/escaped.txt"), b"escaped")]


@pytest.mark.parametrize("name", ARCHIVES)
@pytest.mark.parametrize(
    "kind",
    ["parent", "absolute", "symlink", "hardlink", "folder_link", "device", "fifo"],
)
def test_hostile_members_of_an_archive_reach_nothing_outside(
    kind, name, site, monkeypatch, tmp_path
):
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = download_copies.jpeg((20, 20), 99)
    (outside / "secret.jpg").write_bytes(secret)
    members = download_copies.archive_members(name)
    extra = hostile_members(kind, name, outside)
    publish(site, monkeypatch, name, download_copies.pack(members, extra))
    if name == "facades":
        with pytest.raises(FileNotFoundError, match="not safe"):
            download_copies.load(name)
        assert names_in_cache() == []
    else:  # its checksum says who packed it; what is no plain file is passed over
        assert download_copies.load(name) == "download"
        assert download_copies.is_right(name)
    assert [path.name for path in outside.iterdir()] == ["secret.jpg"]
    assert (outside / "secret.jpg").read_bytes() == secret


def sparse_member(path, size):
    """A member that claims to be a large file full of holes, in 512 bytes."""
    member = tarfile.TarInfo(path)
    member.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.map": "0,1",
        "GNU.sparse.size": str(size),
        "GNU.sparse.name": path,
    }
    return member, b"1"


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_swells_is_given_up(name, site, monkeypatch):
    members = download_copies.archive_members(name)
    folder = next(iter(members)).rsplit("/", 1)[0]
    swollen = members | {f"{folder}/9.txt": bytes(5_000_000)}
    archive = download_copies.pack(swollen)
    assert len(archive) < 200_000
    publish(site, monkeypatch, name, archive)
    with pytest.raises(FileNotFoundError, match="unpacks to more than"):
        download_copies.load(name)
    assert names_in_cache() == []


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_packed_twice_is_not_unpacked_twice(name, site, monkeypatch):
    publish(site, monkeypatch, name, gzip.compress(site.files[ARCHIVES[name]]))
    with pytest.raises(FileNotFoundError, match="could not be downloaded"):
        download_copies.load(name)
    assert names_in_cache() == []


def test_a_member_full_of_holes_is_not_filled(site, monkeypatch):
    members = download_copies.archive_members("cifar10")
    extra = [sparse_member("cifar-10-batches-bin/data_batch_6.bin", 10**15)]
    publish(site, monkeypatch, "cifar10", download_copies.pack(members, extra))
    assert download_copies.load("cifar10") == "download"
    assert download_copies.is_right("cifar10")


def test_only_partial_folders_of_an_earlier_day_are_removed(tmp_path):
    for name in (".partial-mnist-old", ".partial-mnist-new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    for name in (".partial-mnist-old", "old"):
        os.utime(tmp_path / name, (two_days_ago, two_days_ago))
    with download.temporary_folder_beside(tmp_path / "cifar10.npz"):
        pass
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [".partial-mnist-new", "old"]


def test_a_folder_that_another_process_removes_meanwhile_does_no_harm(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(Path, "glob", lambda *_: iter([tmp_path / ".partial-gone"]))
    with download.temporary_folder_beside(tmp_path / "set.npz") as folder:
        assert Path(folder).is_dir()
