import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import archive

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


def test_it_holds_words_for_reading_and_each_table_for_a_program_and_a_spreadsheet() -> None:
    record = {"id": "a", "day": date(2026, 3, 2), "at": NOW, "answers": [["pain", "3"]], "none": None, "count": -5}
    files = unpacked(archive.pack("Hello,\nAna\n", {"check_ins": [record], "walks": []}, NOW))
    assert list(files) == ["lumbar.txt", "lumbar.json", "tables/check_ins.csv"]
    assert files["lumbar.txt"] == "Hello,\nAna\n"
    assert json.loads(files["lumbar.json"]) == {
        "format": 1,
        "made_at": "2026-03-02T18:00:00+00:00",
        "tables": {
            "check_ins": [
                record | {"day": "2026-03-02", "at": "2026-03-02T18:00:00+00:00"},
            ],
            "walks": [],
        },
    }
    head, row = csv.reader(io.StringIO(files["tables/check_ins.csv"]))
    assert head == list(record)
    assert row == ["a", "2026-03-02", "2026-03-02T18:00:00+00:00", '[["pain", "3"]]', "", "-5"]


def test_what_is_made_at_the_same_moment_is_the_same() -> None:
    assert archive.pack("a", {}, NOW) == archive.pack("a", {}, NOW)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil","x")'])
def test_a_formula_stays_a_text(text: str) -> None:
    files = unpacked(archive.pack("", {"people": [{"name": text}]}, NOW))
    assert list(csv.reader(io.StringIO(files["tables/people.csv"], newline="")))[1] == [f"'{text}"]
    assert json.loads(files["lumbar.json"])["tables"]["people"] == [{"name": text}]


@given(st.text(st.characters(codec="utf-8")))
def test_no_cell_begins_like_a_formula_and_none_is_lost(text: str) -> None:
    assert not archive.safe(text).startswith(archive.FORMULA)
    assert archive.safe(text).removeprefix("'" if text.startswith(archive.FORMULA) else "") == text


def test_a_value_that_nobody_can_read_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        archive.pack("", {"people": [{"key": b"sealed"}]}, NOW)
