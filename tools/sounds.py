"""`make sounds` renders content/sounds: for each timed dose its soft tones, from the same figures as the countdown.

One recording serves every exercise of a dose, and the doses that a plan makes of it in a short or an easy week.
"""

import math
import subprocess
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe
from rich.progress import track

from bot.domain.exercise import Dose
from bot.domain.length import shorter
from bot.domain.sound import Tone, cues_of, name_of, seconds_of
from bot.library import Library

CONTENT = Path(__file__).parents[1] / "content"
FOLDER = CONTENT / "sounds"
PER_SECOND = 8000
"""Samples. The highest note is far below half of that."""
BITS, CUT_OFF = "1k", "1200"
"""All that pure notes need: bits are spent on nothing above them."""
LOUDEST = 0.5
ATTACK, RELEASE = 0.08, 0.16
"""Seconds in which a note comes and goes: nothing clicks, and nothing startles."""
FULL_SCALE = 32767

C, D, E, G, HIGH_C = 523.25, 587.33, 659.26, 783.99, 1046.5


@dataclass(frozen=True, slots=True)
class Note:
    pitch: float
    seconds: float
    after: float = 0.0
    """Seconds of silence before it."""


TONES: Mapping[Tone, tuple[Note, ...]] = {
    Tone.READY: (Note(C, 0.25), Note(C, 0.25, after=0.15)),
    Tone.START: (Note(C, 0.18), Note(G, 0.5)),
    Tone.HALF: (Note(E, 0.3),),
    Tone.END: (Note(G, 0.18), Note(C, 0.6)),
    Tone.SWITCH: (Note(D, 0.18), Note(HIGH_C, 0.18), Note(D, 0.4)),
    Tone.REST: (Note(E, 0.3), Note(D, 0.3), Note(C, 0.7)),
}
"""Up: begin. Down: let go. Up and down: the other side. Three down: rest. One alone: half way."""


def doses(library: Library) -> dict[str, Dose]:
    """By name, each that there is something to hold in."""
    rungs = (rung for each in library.exercises.values() for rung in (each.first, *each.rungs))
    found = (each.dose for rung in rungs for each in shorter(rung))
    return {name_of(dose): dose for dose in found if dose.is_timed}


def render(dose: Dose) -> bytes:
    """The recording as M4A; the same each time."""
    command = (
        *(get_ffmpeg_exe(), "-v", "error", "-f", "s16le", "-ar", str(PER_SECOND), "-ac", "1", "-i", "pipe:0"),
        *("-c:a", "aac", "-aac_coder", "fast", "-b:a", BITS, "-cutoff", CUT_OFF),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"),
        *("-movflags", "+faststart", "-f", "ipod", "-y"),
    )
    with tempfile.TemporaryDirectory() as folder:
        # Not through a pipe: it goes back to the head of the file at the end.
        out = Path(folder) / "sound.m4a"
        subprocess.run((*command, str(out)), input=samples(dose).tobytes(), check=True)  # noqa: S603  (the encoder we depend on)
        return out.read_bytes()


def samples(dose: Dose) -> "array[int]":
    heard = array("h", bytes(2 * PER_SECOND * seconds_of(dose)))
    for cue in cues_of(dose):
        at = cue.at
        for note in TONES[cue.tone]:
            at += note.after
            first = round(at * PER_SECOND)
            for offset, sample in enumerate(_wave(note), start=first):
                heard[offset] = sample
            at += note.seconds
    return heard


def _wave(note: Note) -> Iterator[int]:
    count = round(note.seconds * PER_SECOND)
    for each in range(count):
        near = min(1.0, each / PER_SECOND / ATTACK, (count - each) / PER_SECOND / RELEASE)
        swell = math.sin(math.pi * near / 2) ** 2
        yield round(FULL_SCALE * LOUDEST * swell * math.sin(2 * math.pi * note.pitch * each / PER_SECOND))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    wanted = doses(Library.read(CONTENT))
    for old in FOLDER.glob("*.m4a"):
        if old.stem not in wanted:
            old.unlink()
    for name, dose in track(wanted.items(), description="Sounds"):
        (FOLDER / f"{name}.m4a").write_bytes(render(dose))
    sizes = [file.stat().st_size for file in FOLDER.glob("*.m4a")]
    print(f"{len(sizes)} recordings, {sum(sizes) / 1000:.0f} kB in all, the largest {max(sizes) / 1000:.1f} kB")


if __name__ == "__main__":
    main()
