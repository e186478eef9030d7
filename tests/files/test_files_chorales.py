"""Chorales from files that may be damaged, and MIDI files as others read them."""

import json

import numpy as np
import pytest

from gan_utils.files import chorales

PIECE = [[72, 67, 60, 48]] * 20
GOOD = {"train": [PIECE], "valid": [PIECE], "test": [PIECE, PIECE]}


def written(folder, content):
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    (folder / chorales.FILE).write_bytes(content)
    return folder


def test_a_whole_file_is_read_with_silence_and_checksum(tmp_path):
    silent = [[-1, 67, 60, 48], *PIECE]
    folder = written(tmp_path, GOOD | {"train": [silent, PIECE]})
    pieces, sha256 = chorales.read_chorales(folder)
    assert [len(pieces[part]) for part in chorales.PARTS] == [2, 1, 2]
    np.testing.assert_array_equal(pieces["train"][0], silent)
    assert pieces["train"][0].dtype == np.int16 and len(sha256) == 64


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe not JSON",
        json.dumps(GOOD).encode()[:-20],
        b"[" * 100_000,
        [1, 2, 3],
        {"train": [PIECE]},
        GOOD | {"train": []},
        GOOD | {"test": [[]]},
        GOOD | {"test": [[[60, 55, 48]]]},
        GOOD | {"test": [[[72, 67, 60, 48], [72, 67, 60]]]},
        GOOD | {"test": [[[72, 67, 60, 48.5]]]},
        GOOD | {"test": [[[72, 67, 60, 128]]]},
        GOOD | {"test": [[[72, 67, 60, -2]]]},
        GOOD | {"test": [[[72, 67, 60, 10**30]]]},
        GOOD | {"test": [[[72, 67, 60, None]]]},
        GOOD | {"test": ["abcd"]},
        b" " * (chorales._MOST_BYTES + 1),
    ],
    ids=range(17),
)
def test_damaged_files_are_refused_in_one_sentence(content, tmp_path):
    folder = written(tmp_path, content)
    with pytest.raises(ValueError, match=r"Separated\.json is damaged .*it again\.$"):
        chorales.read_chorales(folder)


def test_a_held_note_is_one_note_and_silence_is_none():
    voice = np.array([60, 60, 62, -1, -1, 62])
    assert chorales.held_notes(voice) == [(0, 2, 60), (2, 3, 62), (5, 6, 62)]
    assert chorales.held_notes(np.array([-1, -1])) == []


def read_midi(content):
    """Events (time, kind, pitch) of each track, after the standard's own words."""
    assert content[:4] == b"MThd" and content[4:8] == bytes([0, 0, 0, 6])
    kind, n_tracks, division = np.frombuffer(content[8:14], ">u2")
    tracks, at = [], 14
    for _ in range(n_tracks):
        assert content[at : at + 4] == b"MTrk"
        end = at + 8 + int.from_bytes(content[at + 4 : at + 8], "big")
        at, now, events = at + 8, 0, []
        while at < end:
            time = 0
            while content[at] & 0x80:
                time, at = (time + (content[at] & 0x7F)) * 128, at + 1
            now, at = now + time + content[at], at + 1
            if content[at] == 0xFF:  # not of a note: kind, length, contents
                events.append((now, "meta", content[at + 1]))
                at += 3 + content[at + 2]
            else:
                name = {0x90: "on", 0x80: "off"}[content[at] & 0xF0]
                events.append((now, name, content[at + 1]))
                at += 3
        tracks.append(events)
    assert at == len(content)
    return kind, division, tracks


def test_a_midi_file_holds_every_note_in_its_track_and_time(tmp_path):
    notes = np.array([[72, 48], [72, -1], [74, 48], [74, 50]])
    chorales.write_midi(tmp_path / "a.mid", notes, steps_a_beat=2, bpm=60)
    kind, division, tracks = read_midi((tmp_path / "a.mid").read_bytes())
    assert (kind, division, len(tracks)) == (1, 2, 3)
    soprano = [(0, "on", 72), (2, "off", 72), (2, "on", 74), (4, "off", 74)]
    assert tracks[1][:-1] == soprano
    bass = [(0, "on", 48), (1, "off", 48), (2, "on", 48), (3, "off", 48)]
    assert tracks[2][:-1] == [*bass, (3, "on", 50), (4, "off", 50)]
    assert all(track[-1][1:] == ("meta", 0x2F) for track in tracks)


def test_long_notes_and_the_tempo_are_written_as_midi_wants_them(tmp_path):
    notes = np.full((20_000, 1), 60)
    chorales.write_midi(tmp_path / "a.mid", notes, steps_a_beat=2, bpm=60)
    content = (tmp_path / "a.mid").read_bytes()
    assert read_midi(content)[2][1][1] == (20_000, "off", 60)
    assert b"\xff\x51\x03\x0f\x42\x40" in content  # a million microseconds a beat
