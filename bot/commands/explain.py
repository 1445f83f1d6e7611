"""Why Lumbar decides as it does: a level, a message, an instant, a session. Needs neither Telegram nor a database."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from bot.commands import session
from bot.commands.session import QuestionError
from bot.domain import schedule, symptoms, triage
from bot.library import SHIPPED, ContentError, Library
from bot.settings import SettingsError, from_environment

app = typer.Typer(help="Why: a level, a message, an instant, a session.", no_args_is_help=True)

Question = Mapping[str, Any]
Answer = dict[str, Any]
T = TypeVar("T")

DATA_ERROR = 65
IO_ERROR = 74
CONFIGURATION_ERROR = 78

AsJson = Annotated[bool, typer.Option("--json", help="One JSON line instead of sentences.")]
Batch = Annotated[bool, typer.Option("--batch", help="Read JSON lines, write one JSON line each, in order.")]
Given = Annotated[
    list[str] | None, typer.Argument(help="A JSON object, or pairs such as L=u. Read from standard input if left out.")
]


@app.command("triage")
def explain_triage(given: Given = None, *, as_json: AsJson = False, batch: Batch = False) -> None:
    """The level of a set of answers, for example S=n L=u W=n G=n P=f, and the rules behind it."""
    _run(given, _triage, _tell_triage, as_json=as_json, batch=batch)


@app.command("text")
def explain_text(
    given: Annotated[list[str] | None, typer.Argument(help="A message as somebody would write it.")] = None,
    *,
    as_json: AsJson = False,
    batch: Batch = False,
) -> None:
    """What a message is read as, and the words behind it. A batch takes {"text": "..."} on each line."""
    library = _library()
    text = " ".join(given) if given else "" if batch else typer.get_text_stream("stdin").read()
    _run(
        [json.dumps({"text": text})],
        lambda question: _said(question, library),
        _tell_text,
        as_json=as_json,
        batch=batch,
    )


@app.command("slot")
def explain_slot(given: Given = None, *, as_json: AsJson = False, batch: Batch = False) -> None:
    """The instant of a local time: zone= local_date= local_time=, or zone= local_time= now_utc= for the next one."""
    schedule.use_pinned_zones()
    _run(given, _slot, _tell_slot, as_json=as_json, batch=batch)


@app.command("practice")
def explain_practice(
    week: Annotated[int, typer.Option(help="Week of the programme, from 1.")] = 1,
    day: Annotated[int, typer.Option(help="Session of that week, from 1.")] = 1,
    rungs: Annotated[
        str, typer.Option(help="Where somebody stands: bird-dog=3,glute-bridge=2. Others stand at 1.")
    ] = "",
    swaps: Annotated[str, typer.Option(help="What doesn't suit them: no-floor,knees.")] = "",
    usual: Annotated[float | None, typer.Option(help="Their usual pain, 0 to 10.")] = None,
    *,
    easy: Annotated[bool, typer.Option("--easy", help="In an easy week.")] = False,
    as_json: AsJson = False,
    batch: Batch = False,
) -> None:
    """The session of a week and day, each exercise with its reason."""
    library = _library()
    asked = {"week": week, "day": day, "rungs": rungs, "swaps": swaps, "usual": usual, "easy": easy}
    _run(
        [json.dumps(asked)],
        lambda question: session.answer(question, library),
        session.tell,
        as_json=as_json,
        batch=batch,
    )


def _library() -> Library:
    try:
        return Library.read(SHIPPED, from_environment().content_dir)
    except SettingsError as error:
        _leave(str(error), CONFIGURATION_ERROR)
    except ContentError as error:
        _leave(str(error), DATA_ERROR)
    except OSError as error:
        _leave(f"{error.filename}: {error.strerror}. It is chosen by LUMBAR_CONTENT_DIR.", IO_ERROR)


def _leave(message: str, code: int) -> NoReturn:
    """As `exits.leave`, without what that module loads."""
    typer.echo(f"lumbar: {message}", err=True)
    raise typer.Exit(code)


def _run(
    given: list[str] | None,
    explain: Callable[[Question], Answer],
    tell: Callable[[Answer], Iterable[str]],
    *,
    as_json: bool,
    batch: bool,
) -> None:
    stdin = typer.get_binary_stream("stdin")
    if batch:
        for line in stdin:
            typer.echo(_json(_answered(line, explain)))
        return
    answer = _answered(" ".join(given).encode() if given else stdin.read(), explain)
    if as_json:
        typer.echo(_json(answer))
    elif "error" not in answer:
        typer.echo("\n".join(tell(answer)))
    else:
        typer.echo(answer["error"], err=True)
    if "error" in answer:
        raise typer.Exit(DATA_ERROR)


def _answered(line: bytes, explain: Callable[[Question], Answer]) -> Answer:
    try:
        return explain(_question(line.decode()))
    except OverflowError:
        return {"error": "a date outside the years 1 to 9999"}
    except ValueError as error:
        return {"error": str(error)}


def _question(line: str) -> Question:
    if not line.lstrip().startswith("{"):
        return _pairs(line)
    try:
        return dict(json.loads(line))
    except RecursionError:
        raise QuestionError("not JSON: nested too deeply") from None
    except json.JSONDecodeError as error:
        raise QuestionError(f"not JSON: {error}") from None


def _pairs(line: str) -> Question:
    words = line.split()
    if not words or not all("=" in word for word in words):
        raise QuestionError("expected a JSON object, or pairs such as L=u")
    return dict(word.split("=", 1) for word in words)


def _json(answer: Answer) -> str:
    return json.dumps(answer, ensure_ascii=False)


def _triage(question: Question) -> Answer:
    codes = {letter: _text(question, letter) for letter in triage.QUESTIONS}
    finding = triage.assess(triage.Answers.of(codes))
    return {"level": finding.level.name, "reasons": list(finding.reasons)}


def _tell_triage(answer: Answer) -> Iterable[str]:
    yield f"{answer['level']}  (rules {triage.RULES_VERSION}, docs/care.md)"
    yield from (f"  {reason}" for reason in answer["reasons"])


def _said(question: Question, library: Library) -> Answer:
    reading = symptoms.read(_text(question, "text"), library.lexicon)
    return {
        "result": reading.result.name,
        "matched": [
            {
                "words": match.words,
                "pattern": match.pattern,
                "category": match.category,
                "level": match.result.name,
                "context": match.context.value,
            }
            for match in reading.matches
        ],
    }


def _tell_text(answer: Answer) -> Iterable[str]:
    yield f"{answer['result']}  (rules {triage.RULES_VERSION}, docs/care.md 2.6)"
    for match in answer["matched"]:
        yield f"  {match['words']!r}: {match['category']} → {match['level']}, {match['context']}, by {match['pattern']}"


def _slot(question: Question) -> Answer:
    place = schedule.zone(_text(question, "zone"))
    at = _parsed(question, "local_time", _clock, "a time such as 09:00")
    if "now_utc" in question:
        now = _parsed(question, "now_utc", _instant, "an instant such as 2026-03-29T01:00:00Z")
        found = schedule.next_due(at, schedule.EVERY_DAY, place, now)
        return {"utc": found and _utc(found.utc), "slot_date": found and found.date.isoformat()}
    day = _parsed(question, "local_date", date.fromisoformat, "a date such as 2026-03-29")
    instant = schedule.resolve(day, at, place)
    return {"status": instant.status.value, "utc": instant.utc and _utc(instant.utc)}


TOLD = {
    "unique": "That time comes once: {utc}.",
    "overlap_first": "The clocks go back and that time comes twice. The first counts: {utc}.",
    "gap_shifted": "The clocks go forward over that time. It comes as much later: {utc}.",
    "date_does_not_exist": "That date does not exist there, so nothing is due.",
}


def _tell_slot(answer: Answer) -> Iterable[str]:
    if "status" in answer:
        yield TOLD[answer["status"]].format(utc=answer["utc"])
    else:
        yield f"Next at {answer['utc']}, the slot of {answer['slot_date']}."


def _text(question: Question, name: str) -> str:
    value = question.get(name)
    if not isinstance(value, str):
        raise QuestionError(f"{name} is missing or not text")
    return value


def _parsed(question: Question, name: str, parse: Callable[[str], T], expected: str) -> T:
    text = _text(question, name)
    try:
        return parse(text)
    except ValueError:
        raise QuestionError(f"{name} must be {expected}") from None


def _clock(text: str) -> time:
    if not re.fullmatch("[0-9]{2}:[0-9]{2}", text):
        raise ValueError(text)
    return time.fromisoformat(text)


def _instant(text: str) -> datetime:
    """A time without an offset is read as UTC, which its name promises."""
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _utc(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")
