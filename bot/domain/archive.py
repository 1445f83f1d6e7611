"""What somebody takes away with them, as one file: in plain words, for a program, and for a spreadsheet."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

Record = Mapping[str, Any]
Tables = Mapping[str, Sequence[Record]]

NAME = "lumbar-data.zip"
WORDS, KEPT, SHEET = "lumbar.txt", "lumbar.json", "tables/{}.csv"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for something to work out, or to do."""
FORMAT = 1


def pack(words: str, tables: Tables, at: datetime) -> bytes:
    """A ZIP. `at`: when it is made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(words, tables, at):
            archive.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def safe(text: str) -> str:
    """So that it stays a text in a spreadsheet, whoever wrote it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _files(words: str, tables: Tables, at: datetime) -> Iterable[tuple[str, str]]:
    yield WORDS, words
    kept = {"format": FORMAT, "made_at": at, "tables": tables}
    yield KEPT, json.dumps(kept, default=_plain, ensure_ascii=False, indent=1)
    for name, records in tables.items():
        if records:
            yield SHEET.format(name), _sheet(records)


def _sheet(records: Sequence[Record]) -> str:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(records[0])
    rows.writerows([_cell(value) for value in record.values()] for record in records)
    # Without its mark some take it for another encoding.
    return f"\ufeff{written.getvalue()}"


def _cell(value: Any) -> Any:
    match value:
        case str():
            return safe(value)
        case date():
            return _plain(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
    return value


def _plain(value: Any) -> str:
    if not isinstance(value, date):
        raise TypeError(f"A {type(value).__name__} cannot be written down.")
    return value.isoformat()
