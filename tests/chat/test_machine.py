"""People who tap, type, wait and come back at random: nobody who is held is sent an exercise, and no hold falls by itself."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import randbits

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from typing_extensions import override

from bot.domain import symptoms
from bot.domain.lexicon import Result
from bot.playground.faults import Drop, Fault, Gateway, Stall
from bot.playground.phone import Phone
from bot.playground.refusal import too_many
from tests.chat.machine import Street
from tests.chat.talks import NO_SIGNS, OLD_LEG, ONE_LEG, WELL, moved_in
from tests.chat.town import MONDAY, read_library

STARTS = (
    MONDAY,
    datetime(2026, 3, 28, 17, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 22, 30, tzinfo=UTC),
    datetime(2026, 5, 6, 6, 59, tzinfo=UTC),
)
"""A Monday evening, the evenings before the clocks change, a minute before a reminder."""
SIGNS = (
    *("my left foot is tingling", "numb in one leg", "pain shooting down below my knee", "pins and needles in my toes"),
    *("i cant pee", "numb between my legs", "both legs are weak", "chest pain", "I wet myself and can't feel it"),
    *(
        "my foot is dragging",
        "my leg gave way",
        "fever and back pain",
        "I lost a lot of weight",
        "my leg is weaker today",
    ),
    *("No tingling but I can't pee", "tinglign in my leg", "I want to die", "I don't want to live any more"),
    *("i had numbness but it has gone", "what if my leg goes numb?", "my mum has tingling legs", "my groin", "bladder"),
    *("no tingling", "no numbness, no weakness", "tingling", "weak", "my leg is worse", "mi pierna está dormida"),
)
ANSWERS = (
    *("yes", "no", "not sure", "No, I'm fine", "maybe", "None of these", "B: one leg", "Both legs", "it's new", "n"),
    *(
        "0",
        "3",
        "7",
        "9",
        "10",
        "99",
        "1",
        "25",
        "Yes",
        "With difficulty",
        "No, I can't",
        "Physio",
        "today",
        "yesterday",
    ),
    *("Today", "Walk", "New symptom", "Get help", "done", "skip", "easier", "it hurts", "it hurt me", "walked 20"),
    *(
        "08:00",
        "19:30",
        "7 am",
        "25:99",
        "tomorrow",
        "not today",
        "3 days",
        "until Friday",
        "pause",
        "resume",
        "2 March",
    ),
    *("London", "New York", "Kathmandu", "Spain", "Canada", "United Kingdom", "delete", "cancel", "start", "go"),
)
HARMLESS = (
    *("hello", "thanks", "ok", "what is a plank?", "asdf qwer", "🙂", "a" * 3000, "<b>&", "/", "/nonsense", "//"),
    *(
        "my dog's electric bike",
        "I'm dead tired",
        "nice weather",
        "/today please",
        "https://example.org",
        "\u200b",
        "?",
    ),
)
COMMANDS = (
    *("start", "today", "exercises", "walk", "checkin", "symptoms", "progress", "settings", "pause", "resume"),
    *("gethelp", "faq", "privacy", "about", "export", "delete", "help", "cancel", "pause 3 days", "erase"),
)
EVERYTHING = st.sampled_from((*SIGNS, *ANSWERS, *HARMLESS))
GATE = ("I've been checked", "Physio", "Today")
CHECKS: Sequence[tuple[str, ...]] = (
    NO_SIGNS,
    WELL,
    ("New symptom", *NO_SIGNS),
    ("New symptom", *ONE_LEG),
    ("New symptom", *OLD_LEG),
    ("New symptom", "None of these", "No", "A: one leg, a bit", "None of these", "3", "Yes"),
    ("New symptom", "Yes, one or more"),
    ("New symptom", "None of these", "B: one leg"),
    ("New symptom", "None of these", "No", "No", "None of these", "9", "Yes"),
    ("It's got worse", *ONE_LEG),
    ("It's got worse", *NO_SIGNS),
    ("Finish the check", *NO_SIGNS),
    ("No, I'm fine",),
)
WAYS_BACK: Sequence[tuple[str, ...]] = (
    (*GATE, "Yes", *NO_SIGNS),
    (*GATE, "Yes", *OLD_LEG),
    (*GATE, "Yes", *ONE_LEG),
    (*GATE, "Yes, with limits", "Not sure which", *NO_SIGNS),
    (*GATE, "Yes", "None of these", "No"),
    (*GATE, "No"),
    ("I tapped by mistake", *NO_SIGNS),
    ("I tapped by mistake", "None of these"),
    ("Same", "Yes"),
    ("Better", "Yes"),
)
EXERCISES: Sequence[tuple[str, ...]] = (
    ("Today", "Usual or better", "Nothing new – start", *["Done"] * 5, "2", "OK", "Skip this"),
    ("Today", "Usual or better", "Nothing new – start", *["Done"] * 5, "7", "Bird dog", "Hard", "Skip this"),
    ("Today", "A lot more sore", "Nothing new – start", "Done", "Skip", "Too hard"),
    ("Today", "A lot more sore", *NO_SIGNS),
    ("Today", "Change today", "Sore day", "Nothing new – start", "Done", "Done"),
    ("Today", "Change today", "No floor", "Nothing new – start"),
    ("Today", "Change today", "Swap a move", "Bird dog", "Prone cobra"),
    ("Answer now", "Nothing new", "9", "9", "9", "Low back"),
    ("Answer now", "Nothing new", "3", "3", "3", "Below the knee", *ONE_LEG),
    ("Today", "Nothing new – start"),
    ("Today", "Start"),
    ("Today", "Nothing new – start", *["Done"] * 5, "2", "OK"),
    ("Today", "Nothing new – start", "It hurt", "Back only, and it eased"),
    ("Today", "Start", "It hurt", "Back only, still strong", "9"),
    ("Today", "Start", "It hurt", "Into my bum or leg", *NO_SIGNS),
    ("Today", "Yes or not sure", "None of these"),
    ("Today", "Change today", "One minute", "Nothing new – start"),
)
BEGINNINGS: Sequence[tuple[str, ...]] = (
    ("United Kingdom", "I'm 18 or over and I agree", *WELL, "Later", "08:00", "12:00"),
    ("United Kingdom", "I'm 18 or over and I agree", *WELL),
    ("Canada", "I'm 18 or over and I agree", "Pregnant or just gave birth", "Ready", "No, or didn't ask", *NO_SIGNS),
    ("United Kingdom", "I'm 18 or over and I agree", "None of these", *ONE_LEG),
)
TYPED = {"08:00", "12:00"}
KEYS = {"Today", "New symptom"}
"""Of the keyboard: typed where a talk begins with one."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SPANS = (
    *(timedelta(seconds=5), MINUTE, 6 * MINUTE, 6 * MINUTE, 11 * MINUTE, 45 * MINUTE, 3 * HOUR, 3 * HOUR, 5 * HOUR),
    *(9 * HOUR, 9 * HOUR, 14 * HOUR, 14 * HOUR, DAY, DAY, 2 * DAY, 3 * DAY, 8 * DAY),
)
FAULTS: tuple[Fault, ...] = (
    Drop(),
    Drop(accepted=True),
    Stall(),
    Gateway(502),
    Gateway(504, accepted=True),
    too_many(1),
)
WHO = st.integers(0, 1)


class People(RuleBasedStateMachine):
    def __init__(self, empty: Path, done: list[int]) -> None:
        super().__init__()
        self._empty, self._done = empty, done
        self._folder = tempfile.TemporaryDirectory()
        self.street: Street | None = None

    @initialize(start=st.sampled_from(STARTS), walk=st.sampled_from((None, "12:00", "02:30")))
    def begins(self, start: datetime, walk: str | None) -> None:
        """Ana has her reminders already, Ben has never heard of the bot."""
        self.street = Street(Path(self._folder.name), self._empty, start, ("Ana", "Ben"))
        street, (ana, ben) = self.street, self.street.phones
        street.run(moved_in(street.lumbar, ana, walk=walk))
        street.does(ben, "begins", lambda: street.telegram.says(ben.chat.id, "/start"))

    @override
    def teardown(self) -> None:
        if self.street is not None:
            self._done.append(self.street.steps)
            self.street.close()
        self._folder.cleanup()

    @property
    def here(self) -> Street:
        assert self.street is not None
        return self.street

    def _phone(self, who: int) -> Phone:
        """Of somebody who has not blocked the bot, or does so no more."""
        phone = self.here.phones[who]
        if phone.chat.blocked:
            self.here.does(phone, "unblocks", lambda: self.here.telegram.unblocks(phone.chat.id), quietly=True)
        return phone

    def _taps(self, phone: Phone, message_id: int, label: str, data: str) -> None:
        telegram = self.here.telegram
        self.here.does(phone, f"taps {label!r}", lambda: telegram.taps(phone.chat.id, message_id, data))

    @rule(who=WHO, place=st.integers(0, 11))
    def taps_what_is_new(self, who: int, place: int) -> None:
        phone = self._phone(who)
        if buttons := self.here.buttons(phone):
            message_id, label, data = buttons[place % len(buttons)]
            self._taps(phone, message_id, label, data)

    @rule(who=WHO, place=st.integers(0, 500))
    def taps_anything(self, who: int, place: int) -> None:
        phone = self._phone(who)
        if buttons := self.here.buttons(phone):
            message_id, label, data = buttons[place % len(buttons)]
            self._taps(phone, message_id, label, data)

    @rule(who=WHO, place=st.integers(0, 11))
    def taps_twice(self, who: int, place: int) -> None:
        phone, telegram = self._phone(who), self.here.telegram
        if buttons := self.here.buttons(phone):
            message_id, label, data = buttons[place % len(buttons)]
            tap = [lambda: telegram.taps(phone.chat.id, message_id, data)] * 2
            self.here.does(phone, f"taps {label!r} twice", *tap)

    @rule(who=WHO, text=EVERYTHING, place=st.integers(0, 11))
    def taps_and_types_at_once(self, who: int, text: str, place: int) -> None:
        phone, telegram = self._phone(who), self.here.telegram
        if buttons := self.here.buttons(phone):
            message_id, label, data = buttons[place % len(buttons)]
            self.here.does(
                phone,
                f"taps {label!r} and types {text!r}",
                lambda: telegram.taps(phone.chat.id, message_id, data),
                lambda: telegram.says(phone.chat.id, text),
            )

    @rule(who=WHO, talk=st.sampled_from(CHECKS))
    def is_checked(self, who: int, talk: tuple[str, ...]) -> None:
        self._goes(who, talk)

    @rule(who=WHO, talk=st.sampled_from(WAYS_BACK))
    def comes_back(self, who: int, talk: tuple[str, ...]) -> None:
        self._goes(who, talk)

    @rule(who=WHO, talk=st.sampled_from(EXERCISES))
    def exercises(self, who: int, talk: tuple[str, ...]) -> None:
        self._goes(who, talk)

    @rule(talk=st.sampled_from(BEGINNINGS))
    def joins(self, talk: tuple[str, ...]) -> None:
        self._goes(1, talk)

    def _goes(self, who: int, talk: Sequence[str]) -> None:
        """One tap after the other, as far as there are such buttons."""
        phone = self._phone(who)
        for place, label in enumerate(talk):
            if label in TYPED or (place == 0 and label in KEYS):
                self.says(who, label)
            elif (found := self.here.newest(phone, label)) is not None:
                self._taps(phone, found[0], label, found[1])

    @rule(who=WHO, text=EVERYTHING)
    def says(self, who: int, text: str) -> None:
        phone = self._phone(who)
        self.here.does(phone, f"types {text[:60]!r}", lambda: self.here.telegram.says(phone.chat.id, text))

    @rule(who=WHO, text=st.sampled_from(SIGNS))
    def tells(self, who: int, text: str) -> None:
        self.says(who, text)

    @rule(who=WHO, command=st.sampled_from(COMMANDS))
    def commands(self, who: int, command: str) -> None:
        self.says(who, f"/{command}")

    @rule(who=WHO, text=EVERYTHING)
    def forwards(self, who: int, text: str) -> None:
        phone = self._phone(who)
        self.here.does(
            phone,
            f"forwards {text[:60]!r}",
            lambda: self.here.telegram.says(phone.chat.id, text, forwarded=True),
            quietly=_harmless(text, another=True),
        )

    @rule(who=WHO, text=EVERYTHING, place=st.integers(0, 3))
    def edits(self, who: int, text: str, place: int) -> None:
        phone = self._phone(who)
        if own := self.here.own(phone):
            old = own[-1 - place % len(own)]
            self.here.does(
                phone,
                f"changes {old.plain[:60]!r} to {text[:60]!r}",
                lambda: self.here.telegram.says(phone.chat.id, text, edits=old.id),
                quietly=_harmless(text),
            )

    @rule(who=WHO, kind=st.sampled_from(("sticker", "voice", "photo")), caption=EVERYTHING)
    def sends(self, who: int, kind: str, caption: str) -> None:
        phone = self._phone(who)
        words = caption[:1000] if kind == "photo" else ""
        self.here.does(
            phone,
            f"sends a {kind} {words[:60]!r}",
            lambda: self.here.telegram.sends(phone.chat.id, kind, caption=words),
        )

    @rule(by=st.sampled_from(SPANS))
    def passes(self, by: timedelta) -> None:
        self.here.passes(by)

    @rule(by=st.sampled_from(SPANS))
    def passes_again(self, by: timedelta) -> None:
        self.here.passes(by)

    @rule(by=st.sampled_from((HOUR, DAY, 40 * DAY)))
    def passes_long(self, by: timedelta) -> None:
        self.here.passes(by)

    @rule(who=WHO, meanwhile=st.none() | EVERYTHING | st.integers(0, 11))
    def restarts(self, who: int, meanwhile: str | int | None) -> None:
        """With nothing, a text or a tap that comes while the bot is away."""
        phone, before = self._phone(who), self.here.telegram
        buttons = self.here.buttons(phone)
        if isinstance(meanwhile, str):
            self.here.does_meanwhile(phone, f"types {meanwhile!r}", lambda: before.says(phone.chat.id, meanwhile))
        elif meanwhile is not None and buttons:
            message_id, label, data = buttons[meanwhile % len(buttons)]
            self.here.does_meanwhile(phone, f"taps {label!r}", lambda: before.taps(phone.chat.id, message_id, data))
        else:
            self.here.restarts()

    @rule(who=WHO)
    def blocks(self, who: int) -> None:
        phone = self._phone(who)
        self.here.does(phone, "blocks the bot", lambda: self.here.telegram.blocks(phone.chat.id), quietly=True)

    @rule(fault=st.sampled_from(FAULTS), times=st.integers(1, 3))
    def is_in_trouble(self, fault: Fault, times: int) -> None:
        self.here.trouble(fault, times)


def _harmless(text: str, *, another: bool = False) -> bool:
    return symptoms.read(text, read_library().lexicon, another=another).result <= Result.NEGATED


def _people(empty: Path, done: list[int]) -> type[RuleBasedStateMachine]:
    """Each walk with a folder of its own; `done` takes how much was done in it."""

    class Walk(People):
        def __init__(self) -> None:
            super().__init__(empty, done)

    return Walk


CALM = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


def test_nobody_who_is_held_is_sent_an_exercise_over_a_thousand_steps(empty: Path) -> None:
    done: list[int] = []
    sizes = settings(CALM, max_examples=24, stateful_step_count=40, derandomize=True)
    run_state_machine_as_test(_people(empty, done), settings=sizes)
    assert sum(done) >= 1000


@pytest.mark.soak
def test_nobody_who_is_held_is_sent_an_exercise_over_twenty_thousand_steps(
    empty: Path, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another seed each time; `--hypothesis-seed` takes one of before."""
    number = pytestconfig.getoption("hypothesis_seed", None) or randbits(32)
    with capsys.disabled():
        pytestconfig.get_terminal_writer().line(f"seed {number}", flush=True)
    done: list[int] = []
    sizes = settings(CALM, max_examples=200, stateful_step_count=90, derandomize=False, database=None)
    run_state_machine_as_test(seed(int(number))(_people(empty, done)), settings=sizes)
    assert sum(done) >= 20_000
