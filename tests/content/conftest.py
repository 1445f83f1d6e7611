import shutil
from pathlib import Path

import pytest

from bot.library import Library

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.read(CONTENT)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The content, to be broken. Pictures are only pointed to: they are many and nobody breaks them here."""
    there = tmp_path / "content"
    shutil.copytree(CONTENT, there, ignore=shutil.ignore_patterns("illustrations", "places"))
    (there / "illustrations").symlink_to(CONTENT / "illustrations")
    return there
