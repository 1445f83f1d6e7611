"""The command line over the domain: what it says, and that it needs neither Telegram nor a database."""

import itertools
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.commands.explain import app

RUN = CliRunner()
OK = {"S": "n", "L": "n", "W": "n", "G": "n", "P": "f"}


def ask(command: str, *questions: object) -> list[dict[str, object]]:
    lines = [each if isinstance(each, str) else json.dumps(each) for each in questions]
    done = RUN.invoke(app, [command, "--batch"], input="".join(f"{line}\n" for line in lines))
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_triage() -> None:
    (found,) = ask("triage", {**OK, "L": "u"})
    assert found == {"level": "CONSULT", "reasons": ["L=u → CONSULT (2.1 A)"]}


def test_every_combination_in_order() -> None:
    questions = [
        dict(zip("SLWGP", codes, strict=True)) for codes in itertools.product("ncqy", "ntcqub", "ncqms", "nkae", "fvd")
    ]
    found = ask("triage", *questions)
    assert len(found) == 1440
    levels = [each["level"] for each in found]
    assert [levels.count(level) for level in ("OK", "CONSULT", "URGENT", "EMERGENCY")] == [12, 61, 335, 1032]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("not json", "JSON"),
        ("{", "not JSON"),
        ("", "JSON"),
        ("[1]", "JSON"),
        ("null", "JSON"),
        ("{" * 3, "not JSON"),
        ({"S": "n"}, "L is missing"),
        ({**OK, "L": "x"}, "L='x'"),
        ({**OK, "L": ["u"]}, "L is missing or not text"),
        ({**OK, "L": None}, "L is missing or not text"),
        ({**OK, "L": "\ud800"}, "L="),
    ],
)
def test_a_bad_line_is_answered_in_its_place(bad: object, says: str) -> None:
    first, wrong, last = ask("triage", OK, bad, OK)
    assert first == last
    assert first["level"] == "OK"
    assert list(wrong) == ["error"]
    assert says in str(wrong["error"])


def test_bytes_that_are_no_text_are_answered_in_their_place() -> None:
    done = RUN.invoke(app, ["triage", "--batch"], input=b"\xff\xfe\n" + json.dumps(OK).encode() + b"\n")
    assert [list(json.loads(line)) for line in done.stdout.splitlines()] == [["error"], ["level", "reasons"]]


def test_slot() -> None:
    berlin = {"zone": "Europe/Berlin"}
    assert ask(
        "slot",
        {**berlin, "local_date": "2026-03-29", "local_time": "02:00"},
        {**berlin, "local_time": "02:30", "now_utc": "2026-10-25T00:30:00Z"},
        {"zone": "Pacific/Apia", "local_date": "2011-12-30", "local_time": "09:00"},
    ) == [
        {"status": "gap_shifted", "utc": "2026-03-29T01:00:00Z"},
        {"utc": "2026-10-26T01:30:00Z", "slot_date": "2026-10-26"},
        {"status": "date_does_not_exist", "utc": None},
    ]


@pytest.mark.parametrize(
    "question",
    [
        {"zone": "../../etc/passwd", "local_date": "2026-03-29", "local_time": "02:00"},
        {"zone": 5, "local_date": "2026-03-29", "local_time": "02:00"},
        {"zone": "UTC", "local_date": "2026-02-30", "local_time": "02:00"},
        {"zone": "UTC", "local_date": "2026-02-20", "local_time": "24:00"},
        {"zone": "UTC", "local_date": "2026-02-20", "local_time": "02:00+01:00"},
        {"zone": "UTC", "local_date": "2026-02-20"},
        {"zone": "UTC", "local_time": "02:00", "now_utc": "yesterday"},
        {"zone": "Asia/Tokyo", "local_date": "0001-01-01", "local_time": "02:00"},
        {"zone": "UTC", "local_time": "02:00", "now_utc": "9999-12-31T23:00:00Z"},
        {"zone": "UTC", "local_time": "02:00", "now_utc": "9999-12-31T23:00:00-05:00"},
    ],
)
def test_a_slot_that_cannot_be(question: object) -> None:
    (found,) = ask("slot", question)
    assert list(found) == ["error"]


def test_in_sentences() -> None:
    done = RUN.invoke(app, ["triage", *(f"{letter}={code}" for letter, code in {**OK, "G": "k"}.items())])
    assert done.output.splitlines()[0].startswith("URGENT")
    assert "G=k → URGENT (2.1 A)" in done.output
    done = RUN.invoke(app, ["slot", "zone=Europe/Berlin", "local_date=2026-10-25", "local_time=02:30"])
    assert "2026-10-25T00:30:00Z" in done.output
    assert "twice" in done.output


def test_one_question_as_json_and_its_exit_codes() -> None:
    done = RUN.invoke(app, ["triage", "--json", json.dumps(OK)])
    assert (done.exit_code, json.loads(done.stdout)["level"]) == (0, "OK")
    done = RUN.invoke(app, ["triage", "--json"], input=json.dumps(OK))
    assert (done.exit_code, json.loads(done.stdout)["level"]) == (0, "OK")
    done = RUN.invoke(app, ["triage", "--json", "S=n"])
    assert (done.exit_code, list(json.loads(done.stdout))) == (65, ["error"])
    done = RUN.invoke(app, ["triage", "S=n"])
    assert done.exit_code == 65
    assert "missing" in done.stderr


def test_practice() -> None:
    done = RUN.invoke(app, ["practice", "--week", "1", "--day", "1", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [line["id"] for line in found["exercises"]] == [
        *("cat-camel", "draw-in", "glute-bridge", "bird-dog", "hip-flexor-stretch"),
    ]
    assert all(line["reason"] and line["dose"] for line in found["exercises"])
    told = RUN.invoke(app, ["practice", "--week", "1", "--day", "1"]).output
    assert f"about {found['minutes']} minutes" in told
    assert all(line["reason"] in told for line in found["exercises"])


def test_practice_in_a_batch() -> None:
    first, wrong, keeping = ask("practice", {"week": 3, "day": 2}, {"week": 0, "day": 1}, {"week": 14, "day": 1})
    assert (first["phase"], first["letter"]) == (2, "B")
    assert list(wrong) == ["error"]
    assert keeping["phase"] == 5


def test_explain_needs_neither_telegram_nor_a_database() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from bot.commands.explain import app;"
        "CliRunner().invoke(app, ['practice']); CliRunner().invoke(app, ['triage', 'S=n']);"
        "print([name for name in ('telegram', 'sqlalchemy', 'apscheduler') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  (our own code)
    assert done.stdout.strip() == "[]"
