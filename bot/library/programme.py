"""content/programme.toml → the twelve weeks."""

from collections.abc import Collection

from bot.domain.plan import OneMinute, Phase, Programme, WalkRung
from bot.library.exercises import article_dose
from bot.library.table import Table


def read_programme(root: Table, exercises: Collection[str]) -> Programme:
    """`exercises` are the ids that may be named; any other is a gap."""
    walk = root.table("walk")
    programme = Programme(
        weeks=root.number("weeks"),
        phases=tuple(_phase(table, exercises) for table in root.tables("phase", named="number")),
        easy_day=_known(root, "easy_day", exercises),
        rest_day=_known(root, "rest_day", exercises),
        gentle=_known(root, "gentle", exercises),
        one_minute=_one_minute(root.table("one_minute"), exercises),
        walk=tuple(_walk_rung(table) for table in walk.tables("rungs", named="level")),
        article_walk=article_dose(walk.table("article")),
        restricted=_levels(root.table("restricted"), exercises),
        comes_back=_known(root, "comes_back", exercises),
    )
    walk.finish()
    root.finish()
    _check(programme, root)
    if sorted((*programme.restricted, *programme.comes_back)) != sorted(exercises):
        root.note("comes_back", "must name every exercise that `restricted` does not, once")
    return programme


def _known(table: Table, name: str, exercises: Collection[str]) -> tuple[str, ...]:
    ids = table.texts(name)
    for unknown in set(ids) - set(exercises):
        table.note(name, f"names {unknown!r}, which is not an exercise")
    return ids


def _levels(table: Table, exercises: Collection[str]) -> dict[str, int]:
    for unknown in set(table.names()) - set(exercises):
        table.note(unknown, "is not an exercise")
    return {name: table.number(name) for name in table.names()}


def _phase(table: Table, exercises: Collection[str]) -> Phase:
    sessions = table.table("sessions")
    short = table.table("short", {})
    phase = Phase(
        number=table.number("number"),
        first_week=table.number("first_week"),
        last_week=table.maybe("last_week"),
        minutes=table.span("minutes"),
        sessions_a_week=table.span("sessions_a_week"),
        cap=table.number("cap"),
        walk=table.span("walk"),
        brisk=table.flag("brisk"),
        sessions={name: _known(sessions, name, exercises) for name in sessions.names()},
        fixed=_levels(table.table("fixed", {}), exercises),
        short={name: _known(short, name, exercises) for name in short.names()},
    )
    if set(phase.sessions) not in ({"A"}, {"A", "B"}):
        table.note("sessions", "must be A, or A and B")
    table.finish()
    return phase


def _one_minute(table: Table, exercises: Collection[str]) -> OneMinute:
    names = ("odd", "even", "no_floor_odd", "no_floor_even")
    found = {name: table.text(name) for name in names}
    for name, exercise in found.items():
        if exercise and exercise not in exercises:
            table.note(name, f"names {exercise!r}, which is not an exercise")
    table.finish()
    return OneMinute(**found)


def _walk_rung(table: Table) -> WalkRung:
    minutes = table.number("minutes")
    rung = WalkRung(
        level=table.number("level"),
        minutes=minutes,
        minutes_to=table.number("minutes_to", minutes),
        times_a_day=table.span("times_a_day"),
        brisk=table.flag("brisk"),
        from_article=table.flag("from_article"),
    )
    table.finish()
    return rung


def _check(programme: Programme, root: Table) -> None:
    week = 1
    for phase in programme.phases:
        if phase.first_week != week:
            root.note(f"phase.{phase.number}.first_week", f"must be {week}: weeks follow one another")
        week = (phase.last_week or week) + 1
    if not programme.phases or programme.phases[-1].last_week is not None:
        root.note("phase", "the last phase must have no last_week")
    article = programme.article_walk
    for rung in programme.walk:
        if rung.from_article and rung.minutes not in (article.minutes, article.minutes_to):
            root.note(f"walk.rungs.{rung.level}", "marked from_article, but the article says other minutes")
