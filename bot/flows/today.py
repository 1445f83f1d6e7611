"""Today's card: what there is to do, D1 before it, and the ways to do less."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import programme, schedule
from bot.domain.programme import Kind as Form
from bot.domain.response import Morning
from bot.domain.standing import Hold, Stage
from bot.domain.weeks import Away
from bot.flows import bubble, changes, check_in, d1, flare, hold, move, practice, receipt, screen, timetable
from bot.flows.dates import day_words
from bot.flows.day import SESSION, Day, today
from bot.flows.listing import exercise_name, list_of
from bot.flows.talk import Ask, Button, Drawing, Kind, Paragraph, Reply, Turn, Words, paragraph, words
from bot.store import practices, slots
from bot.store.practices import Practice
from bot.store.slots import Outcome

CARD = bubble.CARD

REASONS = (
    *("reason-restricted", "reason-left-out", "reason-back", "reason-rests", "reason-does-not-suit"),
    *("reason-no-floor", "reason-easier", "reason-first-week", "reason-short", "reason-swapped", "reason-chosen"),
    *("reason-set-up", "reason-easy-week", "reason-after-check", "reason-cap", "reason-own", "reason-phase"),
    *("reason-high-pain", "reason-more", "reason-fewer"),
    *("step-up", "step-pain", "step-morning", "step-form", "step-rests", "step-offer", "step-easy-week", "step-away"),
)
"""Keys that `domain.programme` may name."""
MORNINGS = (Morning.USUAL, Morning.BIT, Morning.LOT)
ASK_MORNING = Ask("morning")

CHANGE = (
    Button(words("label-change"), goes="today-change"),
    Button(words("label-not-today"), goes="not-today"),
)


async def show(turn: Turn) -> Sequence[Reply]:
    return (card(await today(turn)),)


def card(day: Day) -> Reply:
    if day.open is not None:
        return _left(day, day.open)
    if day.done is not None:
        return bubble.done(day, day.done)
    if day.asks_morning and day.last is not None:
        return _morning(day.last.practice.id)
    if day.pace.is_easy_day(day.date):
        return _easy(day)
    if day.sessions_this_week >= day.sessions_a_week:
        return _bonus(day)
    if not day.plan(Form.REST if day.is_rest else Form.FULL).items:
        return walk_only(day)
    return _rest(day) if day.is_rest else _planned(day)


def walk_only(day: Day) -> Reply:
    """Every move of the day waits (docs/care.md 3.3)."""
    ways = (Button(words("label-walk"), goes="walk"), Button(words("label-not-today"), goes="not-today"))
    why_not = (Button(words("label-why"), goes="today-why"),)
    text = (paragraph(words("practice-nothing-left")), _walk(day))
    return Reply(text=text, buttons=(ways, why_not), card=CARD)


async def answer(turn: Turn) -> Sequence[Reply]:
    """D1 was answered. Anything but "nothing new" opens the full screen (docs/care.md 2.1)."""
    if turn.value.partition(":")[0] != d1.NOTHING:
        return await check_in.something_new(turn)
    wish = d1.wish_of(turn.value)
    await check_in.nothing_new(turn)
    turn.value = wish
    return await begin(turn)


async def begin(turn: Turn) -> Sequence[Reply]:
    """Start what `turn.value` wishes for: at once while D1 holds, else by asking it."""
    wish = turn.value or d1.FULL
    day = await today(turn)
    if wish.startswith(d1.MOVE) and wish.removeprefix(d1.MOVE) not in day.library.exercises:
        return (card(day),)
    if not turn.value and turn.person.standing.stage is Stage.ACTIVE and _has_its_own_card(day):
        return (card(day),)
    if (wish in (d1.FULL, d1.AGAIN) and day.done is not None) or (wish == d1.CARRY_ON and day.open is None):
        return (card(day),)
    if day.checked and (screen.is_due(turn) or _is_back_after_long(day)):
        return await screen.routine(turn)
    if wish == d1.SORE and await flare.asks(turn, day):
        return await flare.ask(turn)
    if day.checked:
        above = (bubble.begun(day),) if await bubble.is_on_screen(turn, day) else ()
        return (*above, *await practice.begin(turn, wish))
    if wish == d1.FULL:
        return (card(day) if day.open or day.sessions_this_week < day.sessions_a_week else ask(day, wish),)
    return (ask(day, wish),)


def _has_its_own_card(day: Day) -> bool:
    """Whether today is anything but one more whole session, or its plan waits for an answer."""
    bonus = day.sessions_this_week >= day.sessions_a_week
    return day.asks_morning or day.is_rest or bonus or day.pace.is_easy_day(day.date)


async def one_minute(turn: Turn) -> Sequence[Reply]:
    turn.value = d1.ONE_MINUTE
    return await begin(turn)


async def why(turn: Turn) -> Sequence[Reply]:
    """One line for each exercise, from the rule that chose it."""
    day = await today(turn)
    plan = day.plan(Form.REST if day.is_rest else Form.FULL)
    chosen = [
        words(
            "why-line",
            name=exercise_name(day.library, day.library.exercises[item.exercise], item.rung.form),
            reason=words(item.reason.key, **item.reason.args),
        )
        for item in plan.items
    ]
    withheld = [
        words("why-line", name=words(f"exercise-{each.exercise}"), reason=words(each.reason.key, **each.reason.args))
        for each in plan.left_out
    ]
    ready = (Button(words("label-ready-for-more"), goes="ready-for-more"),)
    reply = Reply(
        text=((words("why-title"),), (*chosen, *withheld)),
        buttons=(ready, (Button(words("label-back"), goes="today"),)),
        card=CARD,
        kind=Kind.EXERCISE,
    )
    return (reply,)


async def enough(turn: Turn) -> Sequence[Reply]:
    """That's enough today: what was done stays, the rest is let go."""
    day = await today(turn)
    if day.open is None:
        return (card(day),)
    await hold.stop_move(turn)
    return await receipt.stopped(turn, day.open, CARD)


async def not_today(turn: Turn) -> Sequence[Reply]:
    """Skip today: an answer like any other, and today's reminder will not come after it."""
    if turn.person.standing.held >= Hold.CLEAR_FIRST:
        return (Reply(text=((words("today-nothing-to-skip"),),), buttons=d1.ways_on(turn), card=CARD),)
    day = await today(turn)
    if day.done is not None:
        return (card(day),)
    await hold.stop_move(turn)
    await practices.stop_open(turn.db, turn.person.id, turn.now)
    await slots.close_open(turn.db, turn.person.id, Outcome.SKIPPED_BY_USER, turn.now, kinds=(SESSION,))
    routine = day.routines.get(SESSION)
    if routine is not None:
        await timetable.skip(turn, day, routine)
    turn.notes.append("not today: slot skipped_by_user")
    upcoming = _after_today(day)
    lines = (words("today-skipped"), *((upcoming,) if upcoming else ()))
    changed = ((Button(words("label-changed-mind"), goes="today"),),)
    return (Reply(text=(lines,), buttons=changed if d1.is_open(turn) else d1.ways_on(turn), card=CARD),)


def ask(day: Day, wish: str) -> Reply:
    """D1 for something other than the planned session."""
    return _with_check(day, (_offer(day, wish),), wish)


def _offer(day: Day, wish: str) -> Paragraph:
    if wish.startswith(d1.MOVE):
        return paragraph(words("today-one-move", name=words(f"exercise-{wish.removeprefix(d1.MOVE)}")))
    plan = day.plan(practice.FORMS.get(wish, Form.FULL))
    if wish == d1.ONE_MINUTE:
        title = words("today-one-minute")
    elif wish in (d1.EASY, d1.SORE):
        title = words("today-easy", minutes=plan.minutes)
    else:
        title = words("today-title", moves=len(plan.items), minutes=plan.minutes)
    return (title, *list_of(day, plan))


def _planned(day: Day) -> Reply:
    plan = day.plan()
    kept = any(each.kind == Form.ONE_MINUTE and each.state == "done" and each.day == day.date for each in day.history)
    head = paragraph(
        words("today-title", moves=len(plan.items), minutes=plan.minutes),
        words("today-week", week=day.week, weeks=day.library.programme.weeks)
        if day.week <= day.library.programme.weeks
        else words("today-keep"),
        *_kit(day, plan),
        *((words("today-minute-kept"),) if kept else ()),
    )
    told = changes.lines(day, plan)
    text = (head, *((told,) if told else ()), list_of(day, plan), _walk(day))
    return replace(_with_check(day, text, d1.FULL, CHANGE), drawing=_overview(day, plan))


def _overview(day: Day, plan: programme.Practice) -> Drawing | None:
    """The moves of the list, side by side; nothing while one of them has no picture."""
    moves = [move.picture(item.exercise, item.rung.form) for item in plan.items]
    if not all(each in day.library.pictures for each in moves):
        return None
    return Drawing("overview", {"moves": moves}, dark=day.person.dark)


def _is_back_after_long(day: Day) -> bool:
    """Six weeks away: the full check before the first session, however new the last one is (docs/care.md 5.6)."""
    at = day.person.screened_at
    return day.pace.away.away is Away.START and (at is None or schedule.day_of(at, day.place) < day.date)


def _morning(practice_id: str) -> Reply:
    """Before the plan of today is made, for it follows from the answer."""
    rows = tuple((Button(words(f"label-morning-{each}"), option=f"{practice_id}:{each}"),) for each in MORNINGS)
    skip = (Button(words("label-skip-question"), option=f"{practice_id}:{Morning.UNANSWERED}"),)
    return Reply(text=((words("morning-ask"),),), buttons=(*rows, skip), ask=ASK_MORNING, card=CARD)


def _easy(day: Day) -> Reply:
    """The last session was a bit much, so today is an easy day."""
    plan = day.plan(Form.EASY)
    text = (paragraph(words("today-easy-day")), list_of(day, plan), _walk(day))
    return _with_check(day, text, d1.EASY)


def _rest(day: Day) -> Reply:
    moves = list_of(day, day.plan(Form.REST))
    text = (paragraph(words("today-rest")), *((moves,) if moves else ()))
    more = (Button(words("label-just-walk"), goes="walk"), Button(words("label-not-today"), goes="not-today"))
    return _with_check(day, text, d1.REST, more)


def _left(day: Day, practice: Practice) -> Reply:
    minutes = int((day.now - practice.touched_at).total_seconds()) // 60
    at = {"number": practice.position + 1, "moves": len(practice.items)}
    hours = minutes // 60
    left = words("today-left-hours", hours=hours, **at) if hours else words("today-left", minutes=minutes, **at)
    extra = ((Button(words("label-start-again"), goes=f"today-begin:{d1.AGAIN}"),),)
    stop = ((Button(words("label-enough"), goes="today-enough"),),)
    if day.checked:
        carry_on = ((Button(words("label-carry-on"), goes=f"today-begin:{d1.CARRY_ON}"),),)
        return Reply(text=(paragraph(left),), buttons=(*carry_on, *extra, *stop), card=CARD, kind=Kind.EXERCISE)
    return Reply(
        text=(paragraph(left), d1.question()),
        buttons=(*d1.answers(d1.CARRY_ON), *extra, *stop),
        card=CARD,
        kind=Kind.EXERCISE,
        ask=d1.ASK,
    )


def _bonus(day: Day) -> Reply:
    text = (
        paragraph(
            words("sessions-this-week", done=day.sessions_this_week, planned=day.sessions_a_week),
            words("today-bonus"),
        ),
    )
    ways = (
        Button(words("label-easy-day"), goes=f"today-begin:{d1.EASY}"),
        Button(words("label-full-routine"), goes=f"today-begin:{d1.FULL}"),
    )
    return Reply(text=text, buttons=(ways,), card=CARD, kind=Kind.EXERCISE)


def _with_check(day: Day, text: tuple[Paragraph, ...], wish: str, more: tuple[Button, ...] = (CHANGE[1],)) -> Reply:
    if day.checked:
        return Reply(text=text, buttons=(*d1.start(wish), more), card=CARD, kind=Kind.EXERCISE)
    return Reply(
        text=(*text, d1.question()), buttons=(*d1.answers(wish), more), card=CARD, kind=Kind.EXERCISE, ask=d1.ASK
    )


def _kit(day: Day, plan: programme.Practice) -> Paragraph:
    needed = {thing for item in plan.items for thing in day.library.exercises[item.exercise].kit}
    lines = [words("today-mat")] if "mat" in needed else []
    if "broomstick" in needed:
        lines.append(words("today-broomstick"))
    if "band" in needed:
        lines.append(words("today-band"))
    return tuple(lines)


def _walk(day: Day) -> Paragraph:
    least, most = day.walk_minutes
    if day.walked is not None:
        return paragraph(words("today-walked", minutes=day.walked_minutes))
    return paragraph(
        words("today-walk", minutes=least) if least == most else words("today-walk-range", least=least, most=most)
    )


def _after_today(day: Day) -> Words | None:
    upcoming = day.next_after_today()
    return None if upcoming is None else words("today-see-you", day=day_words(upcoming[0], day.date), time=upcoming[1])
