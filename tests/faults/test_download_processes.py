"""Downloads by two processes at once, by one that is killed, by one without space."""

import json
import threading

import download_copies
import download_site
import pytest
from download_copies import ARCHIVES, NAMES, PLACES, names_in_cache


@pytest.fixture(autouse=True)
def settings(site, monkeypatch):
    """What every process is told; they start slowly, so nobody is impatient."""
    settings = download_copies.settings_for(site) | {"timeout": 60}
    download_copies.apply(settings, monkeypatch.setattr)
    return settings


@pytest.fixture
def start(settings):
    """Starts a process that downloads; see ``download_copies.main``."""
    started = []

    def start(**arguments):
        started.append(download_copies.start(settings=settings, **arguments))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def outcomes(process):
    """Of each round what the process says of each name, and what is in the cache."""
    output, errors = process.communicate(timeout=600)
    assert process.returncode == 0, errors
    return json.loads(output.splitlines()[-1])


FINAL_NAMES = {"UTKFace-32.npz", *(PLACES.get(name, f"{name}.npz") for name in NAMES)}
RIGHT = dict.fromkeys(NAMES, "right")


def test_two_processes_that_download_at_once_both_end_with_the_right_data(site, start):
    both = threading.Barrier(2, timeout=600)

    def when_both_have_asked(answer, content):
        both.wait()
        download_site.send(answer, content)

    site.always(when_both_have_asked)
    other = start()
    for name in NAMES:
        assert download_copies.outcome(name) == "right"
    ((said, _),) = outcomes(other)
    assert said == RIGHT
    assert sorted(site.asked) == sorted(2 * list(site.files))
    assert set(names_in_cache()) == FINAL_NAMES


def test_after_a_kill_in_the_middle_of_a_download_the_next_start_is_right(site, start):
    halves = threading.Semaphore(0)

    def half_then_silent(answer, content):
        download_site.cut_half_way(answer, content)
        halves.release()
        download_site.silent(answer, content)

    site.always(half_then_silent)
    process = start(at_once=True)
    for _ in NAMES:
        assert halves.acquire(timeout=600)
    process.kill()
    process.communicate(timeout=600)
    left = set(names_in_cache())
    assert len(left) == len(NAMES)
    assert all(name.startswith(".partial-") for name in left)
    site.faults = iter(())
    for name in NAMES:
        assert download_copies.outcome(name) == "right"
    assert set(names_in_cache()) - left == FINAL_NAMES


def test_a_full_disk_is_an_error_that_says_so_and_leaves_nothing(site, start):
    """The kernel refuses to let a file grow, as it does where no space is left.

    A small file system could be mounted by root only; a limit on the size of files
    (RLIMIT_FSIZE) needs nobody's permission, and the same call fails: write, with EFBIG
    in place of ENOSPC. It is tried twice: while the file arrives, and while what has
    arrived is unpacked.
    """
    pytest.importorskip("resource", reason="this system has no limit on files' sizes")
    arrived = {name: len(site.files[file]) for name, file in ARCHIVES.items()}
    arrived["fashion_mnist"] = max(
        len(content) for file, content in site.files.items() if "idx" in file
    )
    rounds = (dict.fromkeys(NAMES, 400), arrived, dict.fromkeys(NAMES, 1 << 20))
    process = start(rounds=rounds)
    *full, (enough, left) = outcomes(process)
    for round_, (said, left_in_cache) in zip(rounds, full, strict=False):
        assert said.keys() == round_.keys() and left_in_cache == []
        for outcome in said.values():
            assert outcome.startswith("FileNotFoundError: ")
            assert "File too large" in outcome
    assert enough == RIGHT and set(left) == FINAL_NAMES
