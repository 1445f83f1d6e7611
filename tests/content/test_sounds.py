"""The recordings: one for each dose that may come up, as long as it, with a tone wherever there is something to do."""

import struct
import subprocess
from array import array
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from bot.domain.sound import Tone, cues_of, name_of, seconds_of
from bot.library import Library
from tools.sounds import PER_SECOND, TONES, doses, render

CONTENT = Path(__file__).parents[2] / "content"
DOSES = doses(Library.read(CONTENT))
FRAME = 1024 / PER_SECOND
"""Seconds: AAC knows no shorter piece."""
LARGEST = 40_000
MOST = 4_000_000
"""Bytes of all that is sent as a file."""
LOUD, QUIET = 2000, 200
"""Of 32,767."""


def boxes(data: bytes) -> dict[bytes, bytes]:
    """The boxes of an MP4 file, or of one of them, by name."""
    found, at = {}, 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        found[name] = data[at + 8 : at + size]
        at += size
    return found


def seconds(file: Path) -> float:
    """As the file itself says."""
    head = boxes(boxes(file.read_bytes())[b"moov"])[b"mvhd"]
    scale, length = struct.unpack_from(">II" if head[0] == 0 else ">IQ", head, 12 if head[0] == 0 else 20)
    return float(length / scale)


def loudest(heard: "array[int]", first: float, last: float) -> int:
    return max(map(abs, heard[round(first * PER_SECOND) : max(0, round(last * PER_SECOND))]), default=0)


def test_every_dose_that_a_plan_may_make_has_a_recording_and_no_other_is_there() -> None:
    assert {file.stem for file in (CONTENT / "sounds").iterdir()} == set(DOSES)


@pytest.mark.parametrize("name", DOSES)
def test_a_recording_is_as_long_as_its_dose_and_small(name: str) -> None:
    file = CONTENT / "sounds" / f"{name}.m4a"
    assert seconds(file) == pytest.approx(seconds_of(DOSES[name]), abs=FRAME)
    assert file.stat().st_size < LARGEST


def test_all_that_is_sent_as_a_file_is_under_four_megabytes() -> None:
    files = [file for folder in ("sounds", "illustrations") for file in (CONTENT / folder).glob("*.*")]
    assert sum(file.stat().st_size for file in files) < MOST


@pytest.mark.parametrize("name", ["6x2-every-3", "3-2x10-sides-every-3-rest-20"])
def test_it_sounds_where_there_is_something_to_do_and_nowhere_else(name: str) -> None:
    dose = DOSES[name]
    command = (get_ffmpeg_exe(), "-v", "error", "-i", str(CONTENT / "sounds" / f"{name}.m4a"), "-f", "s16le", "pipe:1")
    heard = array("h", subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)  # noqa: S603  (the encoder we depend on)
    cues = list(cues_of(dose))
    silent_from = 0.0
    for cue in cues:
        length = sum(note.after + note.seconds for note in TONES[cue.tone])
        assert loudest(heard, cue.at, cue.at + length) > LOUD, cue
        assert loudest(heard, silent_from + FRAME, cue.at - FRAME) < QUIET, cue
        silent_from = cue.at + length
    assert {cue.tone for cue in cues} >= {Tone.READY, Tone.START, Tone.END}


def test_what_is_committed_is_what_the_tool_makes() -> None:
    name = "6x2-every-3"
    assert render(DOSES[name]) == (CONTENT / "sounds" / f"{name}.m4a").read_bytes()


def test_a_long_hold_tells_its_middle_and_turning_round_ends_the_one_before() -> None:
    stretch = DOSES["1x30-sides-every-3"]
    assert [(cue.at, cue.tone) for cue in cues_of(stretch)] == [
        (0, Tone.READY),
        (8, Tone.START),
        (23, Tone.HALF),
        (38, Tone.SWITCH),
        (46, Tone.START),
        (61, Tone.HALF),
        (76, Tone.END),
    ]


def test_doses_that_differ_in_what_one_hears_differ_in_name() -> None:
    assert all(name_of(dose) == name for name, dose in DOSES.items())
    heard = [(tuple(cues_of(dose)), seconds_of(dose)) for dose in DOSES.values()]
    assert len(set(heard)) == len(heard)
