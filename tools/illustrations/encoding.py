"""Frames → MP4, and an MP4 → frames again."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from tools.illustrations.camera import HEIGHT, WIDTH
from tools.illustrations.film import RATE

LARGEST = 60_000
"""Bytes of a film: it is sent to phones, again and again."""
QUALITY = "29"
"""x264's scale, 0 the best. Flat colours bear more than photographs."""


def encode(frames: Iterable[Image.Image], file: Path) -> None:
    """Without sound, playable before it is wholly loaded, and the same bytes from the same frames."""
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "-"),
        *("-an", "-c:v", "libx264", "-preset", "slow", "-tune", "animation", "-crf", QUALITY, "-threads", "1"),
        *("-vf", "scale=out_color_matrix=bt709", "-colorspace", "bt709", "-pix_fmt", "yuv420p"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", str(file)),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as ffmpeg:  # noqa: S603  (ffmpeg of our own environment)
        assert ffmpeg.stdin is not None
        for frame in frames:
            ffmpeg.stdin.write(frame.tobytes())
        ffmpeg.stdin.close()
        if ffmpeg.wait():
            raise OSError(f"ffmpeg could not write {file}")
    size = file.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{file.name} has {size} bytes, {LARGEST} is the limit: shorten it or draw less that moves")


def decode(file: Path) -> list[Image.Image]:
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(file)),
        *("-vf", "scale=in_color_matrix=bt709", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"),
    ]
    raw = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603  (ffmpeg of our own environment)
    size = WIDTH * HEIGHT * 3
    return [Image.frombytes("RGB", (WIDTH, HEIGHT), raw[start : start + size]) for start in range(0, len(raw), size)]
