"""A name for a state of content/: who sees the same one reads the same words."""

import hashlib
from pathlib import Path

LENGTH = 12


def version_of(folder: Path) -> str:
    """The same for the same files, wherever the folder is."""
    digest = hashlib.sha256()
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(f"{file.relative_to(folder).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:LENGTH]
