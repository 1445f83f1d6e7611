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
    """The content, to be broken. Pictures are left out: they are many and nobody breaks them here."""
    return shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("illustrations", "places"))
