"""Downloads from a web site on this machine that breaks things in every way."""

import gzip
import os
import socket
import tarfile
import threading
import time

import download_copies
import download_site
import pytest
from download_copies import ARCHIVES, NAMES, SETS, STAMP, names_in_cache

from gan_utils import data
from gan_utils.files import download, facades, find

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


@pytest.fixture(scope="module")
def contents():
    return download_copies.unpacked_contents()


@pytest.fixture
def site(contents, monkeypatch, tmp_path):
    """The running site, and gan_utils pointed at it with an empty cache."""
    monkeypatch.delenv("GAN_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    site = download_site.Site(download_copies.published_files(contents))
    threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True).start()
    settings = download_copies.settings_for(site.files, site.address)
    download_copies.apply(settings, monkeypatch.setattr)
    monkeypatch.setattr(download, "MOST_BYTES", 2_000_000)
    yield site
    site.over.set()
    site.shutdown()
    site.server_close()


def publish(site, monkeypatch, **files):
    """Puts other files on the site, with the checksums and the length of their own."""
    for name, content in files.items():
        site.files[ARCHIVES[name]] = content
    settings = download_copies.settings_for(site.files, site.address)
    download_copies.apply(settings, monkeypatch.setattr)


def break_for_good(site, fault, monkeypatch):
    """Every answer has this fault; nobody is patient where patience would be tried."""
    site.always(getattr(download_site, fault))
    if fault == "silent":
        monkeypatch.setattr(download, "TIMEOUT_SECONDS", 0.3)
    if fault == "trickle":
        monkeypatch.setattr(download, "SPELL_SECONDS", 0.2)


@pytest.mark.parametrize("name", NAMES)
def test_an_unharmed_download_is_right(name, site):
    found_in = download_copies.load(name)
    assert found_in == "download" or found_in.startswith(str(find.cache_folder()))
    assert download_copies.is_right(name)
    assert not [file for file in names_in_cache() if file.startswith(".")]
    asked = len(site.asked)
    assert download_copies.load(name) in ("cache", found_in)
    assert len(site.asked) == asked


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
    tiles = facades.tiles  # the whole sheet would take seconds
    monkeypatch.setattr(data, "tiles", lambda sheet: tiles(sheet)[:10])
    monkeypatch.setattr(data, "N_DRAWN_TRAIN", 5)
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


def test_a_class_without_a_network_does_not_wait_for_second_tries(site, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    monkeypatch.setattr(download, "KERAS_SITE", address)
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("waited"))
    with pytest.raises(FileNotFoundError, match="refused"):
        data.mnist("real")


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_published_archive_that_breaks_off_is_an_error(name, site, monkeypatch):
    half = site.files[ARCHIVES[name]]
    publish(site, monkeypatch, **{name: half[: len(half) // 2]})
    with pytest.raises(FileNotFoundError, match="ended before the end-of-stream"):
        download_copies.load(name)
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
    kind, name, site, contents, monkeypatch, tmp_path
):
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = download_copies.jpeg((20, 20), 99)
    (outside / "secret.jpg").write_bytes(secret)
    members = download_copies.archive_members(name, contents[name])
    extra = hostile_members(kind, name, outside)
    publish(site, monkeypatch, **{name: download_copies.pack(members, extra)})
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
def test_an_archive_that_swells_is_given_up(name, site, contents, monkeypatch):
    members = download_copies.archive_members(name, contents[name])
    folder = next(iter(members)).rsplit("/", 1)[0]
    swollen = members | {f"{folder}/9.txt": bytes(5_000_000)}
    archive = download_copies.pack(swollen)
    assert len(archive) < 200_000
    publish(site, monkeypatch, **{name: archive})
    with pytest.raises(FileNotFoundError, match="unpacks to more than"):
        download_copies.load(name)
    assert names_in_cache() == []


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_packed_twice_is_not_unpacked_twice(name, site, monkeypatch):
    twice = gzip.compress(site.files[ARCHIVES[name]])
    publish(site, monkeypatch, **{name: twice})
    with pytest.raises(FileNotFoundError, match="could not be downloaded"):
        download_copies.load(name)
    assert names_in_cache() == []


def test_a_member_full_of_holes_is_not_filled(site, contents, monkeypatch):
    members = download_copies.archive_members("cifar10", contents["cifar10"])
    extra = [sparse_member("cifar-10-batches-bin/data_batch_6.bin", 10**15)]
    publish(site, monkeypatch, cifar10=download_copies.pack(members, extra))
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
