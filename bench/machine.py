"""The machine that the figures are made on, and what they are made with."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("python-telegram-bot", "aiohttp", "SQLAlchemy", "aiosqlite", "APScheduler")


def in_words() -> str:
    with_what = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    cores = "each measurement on one of them" if hasattr(os, "sched_setaffinity") else "shared"
    return (
        f"{_processor()}, {os.cpu_count()} cores ({cores}), {_memory()}, {platform.system()} {platform.release()},"
        f" {python}, SQLite {sqlite3.sqlite_version}, {with_what}"
    )


def _processor() -> str:
    return _of("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def _memory() -> str:
    kilobytes = _of("/proc/meminfo", "MemTotal")
    return f"{int(kilobytes.split()[0]) / 1024**2:.0f} GB" if kilobytes else "memory unknown"


def _of(file: str, name: str) -> str:
    if not Path(file).exists():
        return ""
    lines = Path(file).read_text(encoding="ascii", errors="replace").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
