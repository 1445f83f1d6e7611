"""content/ → one frozen Library at the start; a gap in the content stops the bot and names file and key."""

import errno
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.domain.exercise import Dose, Exercise, Rung
from bot.domain.lexicon import Category, Lexicon, Result
from bot.domain.plan import Programme
from bot.domain.sound import name_of
from bot.library import countries as places
from bot.library.answers import Answers, read_answers
from bot.library.countries import COUNTRY_WORDS, ELSEWHERE, Country, longest_words, read_countries
from bot.library.exercises import read_exercises
from bot.library.gaps import ContentError, Gap, Gaps
from bot.library.illustrations import Illustration, read_illustrations
from bot.library.layers import SHIPPED, Layers
from bot.library.lexicon import read_lexicon
from bot.library.manner import check_manner
from bot.library.measure import units
from bot.library.programme import read_programme
from bot.library.speech import Args, MissingWords, Speech
from bot.library.table import Table

__all__ = [
    "CAPTION",
    "ELSEWHERE",
    "SAFETY",
    "SHIPPED",
    "Args",
    "ContentError",
    "Country",
    "Gap",
    "Illustration",
    "Library",
    "MissingWords",
]

CAPTION = 1024
"""Telegram's limit, in UTF-16 units after the markup is taken off."""
LABEL = 30
"""Characters of a button alone in its row."""
SECTIONS = range(1, 16)
PARTS = ("purpose", "position", "kit", "feel", "avoid", "easier", "harder", "unsuitable", "source")
"""What is said of every exercise, besides its name and steps."""
SAFETY = (
    *("consult-leg", "consult-pain", "consult-old", "consult-sore", "urgent", "emergency-nerve", "emergency-other"),
    *(
        "emergency-nerve-paragraph",
        "crisis",
        "quiet-day",
        "held-consult",
        "held-urgent",
        "held-emergency",
        "getting-help",
        "clear-first",
        "under-18",
    ),
    *("no-thanks", "when-to-get-help", "open-question", "cannot-save"),
    *("stranger-consult", "stranger-urgent", "stranger-emergency", "stranger-emergency-other"),
    *("lifeline-consult", "lifeline-urgent", "lifeline-emergency", "lifeline-crisis"),
)
_SAMPLE = "00:00"
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Library:
    language: str
    speech: Speech
    exercises: Mapping[str, Exercise]
    """In the order of a session."""
    programme: Programme
    countries: Mapping[str, Country]
    lexicon: Lexicon
    """Words that may be a warning sign in any message (docs/care.md 2.6)."""
    answers: Answers
    """What people type instead of a tap."""
    pictures: Mapping[str, Illustration]
    """By exercise and form, such as "bird-dog-squares", and by habit."""
    sounds: Mapping[str, Path]
    """Recordings by what `domain.sound` calls their dose."""
    version: str
    """A fingerprint of what comes with Lumbar."""
    fingerprint: str
    """Of that with what is the operator's own."""

    @classmethod
    def read(cls, folder: Path, own: Path | None = None, language: str = "en") -> "Library":
        """Everything under `folder`, with what is under `own` laid over it.

        Raises ContentError, which names every gap at once, and OSError where a folder is none.
        """
        for each in (folder, own):
            if each is not None and not each.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, "not a folder with words and exercises", str(each))
        layers = Layers(folder, own)
        gaps = layers.gaps(language)
        version, fingerprint = layers.fingerprints()
        exercises = read_exercises(layers.table("exercises.toml", gaps))
        library = cls(
            language=language,
            speech=Speech.read(folder / language, language, gaps, None if own is None else own / language),
            exercises=MappingProxyType(dict(exercises)),
            programme=read_programme(Table.open(folder / "programme.toml", gaps), exercises),
            countries=MappingProxyType(dict(read_countries(layers.table("countries.toml", gaps)))),
            lexicon=read_lexicon(folder / language, gaps),
            answers=read_answers(Table.open(folder / language / "answers.toml", gaps)),
            pictures=MappingProxyType(dict(_pictures(layers, exercises, gaps))),
            sounds=MappingProxyType({Path(name).stem: layers.file(name) for name in layers.names("sounds", ".m4a")}),
            version=version,
            fingerprint=fingerprint,
        )
        layers.check(gaps)
        longest = longest_words(library.countries)
        if gaps.none_in("exercises.toml"):
            _check_exercises(library, longest, gaps)
        _check_pictures(library, gaps)
        _check_labels(library, longest, gaps)
        check_manner(library.speech, gaps)
        _check_safety(library, gaps)
        _check_categories(library, gaps)
        gaps.check()
        return library

    @property
    def keys(self) -> frozenset[str]:
        return self.speech.keys

    def has(self, key: str) -> bool:
        return key in self.speech.needs

    @property
    def questions(self) -> tuple[str, ...]:
        """Of the pages that answer one."""
        return tuple(key.removeprefix("faq-") for key in sorted(self.speech.messages) if key.startswith("faq-"))

    def needs(self, key: str) -> frozenset[str]:
        """The arguments of `key`."""
        return self.speech.needs.get(key, frozenset())

    def say(self, key: str, args: Args | None = None) -> str:
        """The words of `key`: a message, "message.attribute", or "safety-" and the name of a static text.

        Arguments arrive escaped. Raises MissingWords for an unknown key or an argument that was not given.
        """
        return self.speech.say(key, args)

    def exercise_key(self, exercise_id: str, form: str, part: str = "") -> str:
        """Where the words of a part stand: with the form where it has its own, else with the exercise."""
        own = f"exercise-{exercise_id}-{form}"
        key = f"{own}.{part}" if part else own
        return key if self.has(key) else key.replace(own, f"exercise-{exercise_id}", 1)

    def step_keys(self, exercise_id: str, form: str) -> tuple[str, ...]:
        """The numbered steps of a form, in order. A form with steps of its own has all of them."""
        owner = self.exercise_key(exercise_id, form, "step-1").removesuffix(".step-1")
        keys = [f"{owner}.step-{number}" for number in range(1, 20)]
        return tuple(key for key in keys if self.has(key))

    def dose(self, dose: Dose, exercise_id: str) -> tuple[str, Mapping[str, int]]:
        """Key and arguments of the words for a dose, such as "8 seconds a side, 2 each"."""
        kind = "times" if not dose.hold else "hold" if dose.sets == (1,) else "hold-times"
        if len(dose.sets) > 1:
            kind = f"{kind.removesuffix('-times')}-{'sets' if len(set(dose.sets)) == 1 else 'falling'}"
        if dose.sides > 1:
            kind += "-side"
        args = {"hold": dose.hold, "hold_to": dose.hold_to or 0, "reps": dose.sets[0], "sets": len(dose.sets)}
        args |= {f"set_{number}": reps for number, reps in enumerate(dose.sets, start=1)}
        own = f"dose-{exercise_id}-{kind}"
        return own if self.has(own) else f"dose-{kind}", args

    def country(self, code: str | None) -> Country:
        return self.countries.get(code or ELSEWHERE) or self.countries[ELSEWHERE]

    def likely_countries(self, telegram_language: str | None) -> list[str]:
        """Four codes to offer first."""
        return places.likely(self.countries, telegram_language)

    def find_country(self, typed: str) -> str | None:
        return places.find(self.countries, typed)

    def picture(self, name: str) -> Path | None:
        """The film of "exercise-form", where one was drawn."""
        found = self.pictures.get(name)
        return found.film if found else None

    def still(self, name: str) -> Path:
        """The picture of "exercise-form" that does not move. Raises KeyError."""
        return self.pictures[name].still

    def sound(self, dose: Dose) -> Path | None:
        """The tones of a dose. One that was made shorter by hand may have none."""
        return self.sounds.get(name_of(dose))

    def caption(self, exercise: Exercise, rung: Rung, args: Args) -> str:
        """The words of a practice card, in HTML, as its limit is measured."""
        steps = [self.say(key, args) for key in self.step_keys(exercise.id, rung.form)]
        dose, figures = self.dose(rung.dose, exercise.id)
        lines = [
            f"<b>10 of 10 · {self.say(self.exercise_key(exercise.id, rung.form), args)}</b>",
            self.say(dose, {**args, **figures}),
            "",
            *(f"{number}. {step}" for number, step in enumerate(steps, start=1)),
            "",
            self.say(self.exercise_key(exercise.id, rung.form, "feel"), args),
            self.say("exercise-stop", args),
        ]
        return "\n".join(lines)


def _pictures(layers: Layers, exercises: Mapping[str, Exercise], gaps: Gaps) -> Mapping[str, Illustration]:
    return read_illustrations(layers.table("illustrations.toml", gaps), layers.file, exercises.values())


def _check_exercises(library: Library, words: Args, gaps: Gaps) -> None:
    for exercise in library.exercises.values():
        base = f"exercise-{exercise.id}"
        wanted = [base, *(f"{base}.{part}" for part in PARTS)]
        missing = [key for key in wanted if not library.has(key)]
        for key in missing:
            gaps.note("exercises.ftl", key, "missing")
        steps = len(library.step_keys(exercise.id, ""))
        if steps != exercise.steps:
            gaps.note(
                "exercises.toml", f"exercise.{exercise.id}.steps", f"says {exercise.steps}, has words for {steps}"
            )
        if not missing and library.has("exercise-stop"):
            for rung in _ways_done(exercise):
                _check_rung(library, exercise, rung, words, gaps)
    if not library.has("exercise-stop"):
        gaps.note("exercises.ftl", "exercise-stop", "missing")


def _ways_done(exercise: Exercise) -> list[Rung]:
    """Each dose in its own form, and in the forms of what may not suit somebody."""
    rungs = (exercise.first, *exercise.rungs)
    fitted = (exercise.fitted(rung, {swap}) for rung in rungs for swap in exercise.swaps)
    return list(dict.fromkeys((*rungs, *(rung for rung in fitted if rung is not None))))


def _check_rung(library: Library, exercise: Exercise, rung: Rung, words: Args, gaps: Gaps) -> None:
    own = f"exercise-{exercise.id}-{rung.form}"
    if rung.form not in _forms_without_words(exercise) and not library.has(own):
        gaps.note("exercises.ftl", own, f"missing: rung {rung.level} is done in this form")
    dose, _ = library.dose(rung.dose, exercise.id)
    if not library.has(dose):
        gaps.note("exercises.ftl", dose, f"missing: the dose of {exercise.id}, rung {rung.level}")
        return
    try:
        length = units(library.caption(exercise, rung, words))
    except MissingWords as error:
        gaps.note(library.speech.files[str(error.args[0])], str(error.args[0]), f"needs an argument: {error.args[1:]}")
        return
    if length > CAPTION:
        gaps.note("exercises.ftl", own, f"the card has {length} characters, {CAPTION} is the limit")


def _forms_without_words(exercise: Exercise) -> set[str]:
    """The form of the first week is what the exercise's own words describe."""
    return {exercise.first.form}


def _check_pictures(library: Library, gaps: Gaps) -> None:
    for key in sorted({picture.description for picture in library.pictures.values()}):
        if not library.has(key):
            gaps.note("illustrations.ftl", key, "missing")


def _check_labels(library: Library, words: Args, gaps: Gaps) -> None:
    for key in sorted(library.keys):
        if not key.startswith("label-"):
            continue
        sample = dict.fromkeys(library.needs(key), _SAMPLE) | dict(words)
        length = len(_TAG.sub("", library.say(key, sample)))
        if length > LABEL:
            gaps.note(library.speech.files[key], key, f"has {length} characters, {LABEL} is the limit")


def _check_safety(library: Library, gaps: Gaps) -> None:
    for name in SAFETY:
        key = f"safety-{name}"
        if not library.has(key):
            gaps.note(f"safety/{name}.txt", key, "missing")
            continue
        for unknown in library.speech.needs[key] - COUNTRY_WORDS:
            gaps.note(f"safety/{name}.txt", key, f"{{{unknown}}} is not a word of a country")


def _check_categories(library: Library, gaps: Gaps) -> None:
    """What a message was about is told by its category, without its words."""
    meant = {each.means for each in library.lexicon.patterns if isinstance(each.means, Category)}
    for category in sorted(each.name for each in meant if Result.CONSULT <= each.level <= Result.EMERGENCY):
        if not library.has(f"told-wrote-{category}"):
            gaps.note("symptoms.toml", f"rule.{category}", f"its words told-wrote-{category} are missing in safety.ftl")
