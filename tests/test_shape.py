"""The house rules that no linter knows: small files and functions, plain names, and modules that do nothing on import."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "bot").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 45
LONGER = {
    "bot/domain/screening.py": "one walk through one check",
    "bot/store/outbox.py": "every step of one row",
    "bot/store/tables.py": "every table on one page",
}
"""Files over the limit, each with its reason."""
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "services", "handlers"}
TEXT = {".py", ".md", ".toml", ".ftl", ".txt", ".yml", ".js", ".css", ".html", ".lock", ""}


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function with its number of lines, docstring left out: what is explained there should not cost room."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first, last = node.body[0], node.end_lineno or node.lineno
            has_docstring = ast.get_docstring(node) is not None and len(node.body) > 1
            told = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
            yield node.name, last - node.lineno + 1 - told


def tracked() -> Iterator[Path]:
    """What belongs to the project: no environment, no data, nothing hidden but the workflow."""
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607  (git of the path)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return (ROOT / line for line in out.splitlines() if (ROOT / line).is_file())


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_file_is_read_in_one_sitting(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE or name(file) in LONGER, f"{lines} lines"


def test_an_exception_is_one() -> None:
    lines = {each: len((ROOT / each).read_text(encoding="utf-8").splitlines()) for each in LONGER}
    assert all(count > LONGEST_FILE for count in lines.values()), "small again: take it off the list"


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_function_fits_on_a_screen(file: Path) -> None:
    assert {each: lines for each, lines in functions(file) if lines > LONGEST_FUNCTION} == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [name(file) for file in FILES if VAGUE & {*file.with_suffix("").parts[len(ROOT.parts) :]}] == []


def test_the_project_stands_alone() -> None:
    away = "../" + "shared"
    readable = [file for file in tracked() if file.suffix in TEXT]
    assert [name(file) for file in readable if away in file.read_text(encoding="utf-8", errors="replace")] == []


def test_every_module_is_imported_with_an_empty_environment_and_does_nothing(tmp_path: Path) -> None:
    modules = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in FILES]
    script = "\n".join(
        (
            "import importlib, logging, socket, sys, threading",
            "socket.socket.connect = socket.socket.bind = lambda *_: sys.exit('a module opened a connection')",
            f"for name in {modules!r}: importlib.import_module(name)",
            "assert threading.active_count() == 1, 'a module started a thread'",
            "assert not logging.getLogger().handlers, 'a module set up logging'",
        )
    )
    path = os.environ["PATH"]  # noqa: TID251  (where the programs are; nothing of ours)
    done = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        env={"PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        *("import pickle", "from pickle import loads", "import _pickle", "import shelve", "import marshal"),
        *("from sqlalchemy import PickleType", "from telegram.ext import PicklePersistence"),
        "from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore",
        "import pandas\n\npandas.read_pickle('x')",
    ],
)
@pytest.mark.parametrize("where", ["bot/store/a.py", "tests/a.py", "tools/a.py", "bench/a.py", "migrations/a.py"])
def test_no_pickle_gets_past_the_linter(line: str, where: str) -> None:
    """A planted one runs code when it is read."""
    done = subprocess.run(  # noqa: S603  (our own linter)
        [Path(sys.executable).with_name("ruff"), "check", "--quiet", "--stdin-filename", where, "-"],
        cwd=ROOT,
        input=line,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "TID251" in done.stdout or "S301" in done.stdout
