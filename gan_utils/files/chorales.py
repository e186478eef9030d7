"""Bach's chorales as a file, the phrases that stand in for them, and MIDI files."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gan_utils.files.checked import read_arrays, write_whole
from gan_utils.files.download import Published
from gan_utils.files.find import embedded_folder
from gan_utils.language import later, say

FILE = "Jsb16thSeparated.json"
PARTS = ("train", "valid", "test")
_MOST_BYTES = 10_000_000  # the file has 1.7 MB
_MOST_SAMPLE_BYTES = 2_000_000
_SHA256 = "79294cc374f9252e95ef4b703161524c1c53dc1f712c236f00f1c1f5d54af5a7"
_COMMIT = "9a7f733ddb4ed91f48da64ac7f0f621c34aadd4d"
CHORALES = Published(
    "jsb-chorales",
    {FILE: _SHA256},
    (f"https://raw.githubusercontent.com/czhuang/JSB-Chorales-dataset/{_COMMIT}/",),
    wanted=f"jsb-chorales/{FILE}",
    sample=later("240 pieces that a small program of rules composed, not Bach"),
)


def read_chorales(folder: Path | None) -> tuple[dict[str, list[np.ndarray]], str]:
    """The pieces of each part, and a checksum.

    A piece is int16 (steps, 4): the MIDI numbers of soprano, alto, tenor and bass at
    every sixteenth note, −1 where a voice is silent.

    Args:
        folder: the one that holds Jsb16thSeparated.json; None for the sample.

    Raises:
        OSError: the file cannot be opened.
        ValueError: it is damaged or holds something else.
    """
    if folder is None:
        return _sample()
    path = folder / FILE
    with open(path, "rb") as file:
        content = file.read(_MOST_BYTES + 1)
    try:
        if len(content) > _MOST_BYTES:
            raise ValueError(
                say("more than {most_bytes:,} bytes", most_bytes=_MOST_BYTES)
            )
        # Another number would be a float, or so long that NumPy has no room for it.
        found = json.loads(content)
        pieces = {part: [_piece(steps) for steps in found[part]] for part in PARTS}
        if not pieces["train"] or not pieces["test"]:
            raise ValueError(say("a part is empty"))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        reason = str(error).splitlines()[0][:80]
        raise ValueError(
            say(
                "{path} is damaged or another file ({reason}); delete it and "
                "download or copy it again.",
                path=path,
                reason=reason,
            )
        ) from error
    return pieces, hashlib.sha256(content).hexdigest()


def _piece(steps: Sequence) -> np.ndarray:
    """One chorale, if it is one."""
    notes = np.asarray(steps)
    if notes.ndim != 2 or notes.shape[1] != 4 or notes.dtype.kind != "i":
        raise ValueError(
            say(
                "notes of shape {shape} and type {dtype}",
                shape=notes.shape,
                dtype=notes.dtype,
            )
        )
    if notes.min() < -1 or notes.max() > 127:
        raise ValueError(
            say("notes from {low} to {high}", low=notes.min(), high=notes.max())
        )
    return notes.astype("int16")


def _sample() -> tuple[dict[str, list[np.ndarray]], str]:
    """The pieces that data/compose.py wrote."""
    arrays = read_arrays(
        embedded_folder("samples") / "composed.npz", _MOST_SAMPLE_BYTES
    )
    content = b"".join(array.tobytes() for array in arrays.values())
    pieces = {part: list(arrays[part].astype("int16")) for part in ("train", "test")}
    return pieces | {"valid": []}, hashlib.sha256(content).hexdigest()


def write_midi(path: str | Path, notes: np.ndarray, steps_a_beat: int, bpm: float):
    """Writes a MIDI file that any music program opens, one track a voice.

    MIDI's file format 1: a header, then a track of tempo, then one for each voice, in
    which every event stands behind the time that passed since the last.

    Args:
        path: NAME.mid.
        notes: (steps, voices) MIDI numbers, −1 for silence. Equal notes in a row are
            one long note.
        steps_a_beat: 2 where a step is an eighth note.
        bpm: beats a minute.
    """
    tempo = round(60e6 / bpm).to_bytes(3, "big")  # microseconds a beat
    tracks = [b"\x00\xff\x51\x03" + tempo]
    for channel, voice in enumerate(np.asarray(notes).T):
        events, now = b"", 0
        for start, end, pitch in held_notes(voice):
            events += _after(start - now) + bytes([0x90 | channel, pitch, 80])
            events += _after(end - start) + bytes([0x80 | channel, pitch, 0])
            now = end
        tracks.append(events)
    header = (1, len(tracks), steps_a_beat)
    content = b"MThd" + (6).to_bytes(4, "big")
    content += b"".join(number.to_bytes(2, "big") for number in header)
    for track in tracks:
        track += b"\x00\xff\x2f\x00"  # the end of the track
        content += b"MTrk" + len(track).to_bytes(4, "big") + track
    write_whole(Path(path), lambda part: part.write_bytes(content))


def held_notes(voice: np.ndarray) -> list[tuple[int, int, int]]:
    """A voice (steps,) as notes: start, end and pitch of each; silence is left out."""
    changes = np.flatnonzero(np.diff(voice)) + 1
    edges = [0, *changes.tolist(), len(voice)]
    spans = zip(edges[:-1], edges[1:], strict=True)
    return [(a, b, int(voice[a])) for a, b in spans if voice[a] >= 0]


def _after(steps: int) -> bytes:
    """A time as MIDI writes it: seven bits a byte, the high bit says that more come."""
    coded = bytes([steps & 0x7F])
    while steps := steps >> 7:
        coded = bytes([0x80 | (steps & 0x7F)]) + coded
    return coded
