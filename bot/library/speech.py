"""The sentences of one language: Fluent messages and the static safety texts, parsed once at the start."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast

from bot.library.gaps import Gaps
from bot.library.sentences import Entries, lay_sentences, name_of, variables, words_of

Args = Mapping[str, str | int | float]

SAFETY = "safety-"
_PLACE = re.compile(r"\{([A-Z]+)\}")
_NO_ARGS: Args = {}


class MissingWords(KeyError):  # noqa: N818  (it names what is missing, as KeyError does)
    """A key that has no words, or words that were not given an argument they need."""


class Speech:
    def __init__(self, language: str) -> None:
        self._bundle: Any = FluentBundle([language], use_isolating=False)
        self._patterns: dict[str, Any] = {}
        self._safety: dict[str, str] = {}
        self.needs: dict[str, frozenset[str]] = {}
        """Arguments that each key uses, references followed."""
        self.files: dict[str, str] = {}
        """Which file each key stands in."""
        self.texts: dict[str, str] = {}
        """The words of each key by themselves, whatever stands in the place of an argument."""
        self.own: frozenset[str] = frozenset()
        """Keys whose words are the operator's."""

    @property
    def messages(self) -> frozenset[str]:
        """Keys of whole messages, attributes left out."""
        return frozenset(key.partition(".")[0] for key in self._patterns)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._patterns) | frozenset(self._safety)

    def say(self, key: str, args: Args | None = None) -> str:
        if key in self._safety:
            return self._recite(key, args or _NO_ARGS)
        try:
            pattern = self._patterns[key]
        except KeyError:
            raise MissingWords(key) from None
        # Fluent looks at each argument, and most sentences are given more than they need.
        needed = {name: args[name] for name in self.needs[key] if name in args} if args else _NO_ARGS
        text, errors = self._bundle.format_pattern(pattern, needed)
        if errors:
            raise MissingWords(key, *(str(error) for error in errors))
        return str(text)

    def _recite(self, key: str, args: Args) -> str:
        text = self._safety[key]
        for name in self.needs[key]:
            if name not in args:
                raise MissingWords(key, name)
            text = text.replace(f"{{{name}}}", str(args[name]))
        return text

    @classmethod
    def read(cls, folder: Path, language: str, gaps: Gaps, own: Path | None = None) -> "Speech":
        """Every *.ftl of `folder`, with those of `own` laid over them, and folder/safety/*.txt."""
        speech = cls(language)
        entries, files = _take(folder, gaps)
        if own is not None:
            mine, from_files = _take(own, gaps)
            entries, speech.own = lay_sentences(entries, files, mine, from_files, gaps)
            files |= from_files
        for path in sorted((folder / "safety").glob("*.txt")):
            speech._learn(path, gaps)
        speech._link(entries, files, gaps)
        return speech

    def _learn(self, path: Path, gaps: Gaps) -> None:
        key = f"{SAFETY}{path.stem}"
        self.files[key] = f"safety/{path.name}"
        text = _read(path, self.files[key], gaps).strip()
        if not text:
            gaps.note(self.files[key], key, "empty")
        self._safety[key] = text
        self.texts[key] = text
        self.needs[key] = frozenset(_PLACE.findall(text))

    def _link(self, entries: Entries, files: Mapping[str, str], gaps: Gaps) -> None:
        self._bundle.add_resource(ast.Resource([*entries.values()]))
        for name, entry in entries.items():
            if isinstance(entry, ast.Term):
                continue
            message = self._bundle.get_message(name)
            for key, pattern, tree in _patterns(name, entry, message):
                self._patterns[key] = pattern
                self.files[key] = files[name]
                self.texts[key] = words_of(tree)
                needs, missing = variables(tree, entries)
                self.needs[key] = needs
                for reference in missing:
                    gaps.note(files[name], key, f"refers to {reference}, which does not exist")


def _take(folder: Path, gaps: Gaps) -> tuple[Entries, dict[str, str]]:
    """Every message of the *.ftl in `folder`, and the file that each stands in."""
    entries: Entries = {}
    files: dict[str, str] = {}
    for path in sorted(folder.glob("*.ftl")):
        for entry in FluentParser().parse(_read(path, path.name, gaps)).body:
            if isinstance(entry, ast.Junk):
                first = (entry.content or "").strip().partition("\n")[0]
                gaps.note(path.name, first.split("=")[0].strip(), f"not readable as Fluent: {first}")
            elif isinstance(entry, ast.Message | ast.Term):
                name = name_of(entry)
                if name in entries:
                    gaps.note(path.name, name, f"stands in {files[name]} already")
                    continue
                entries[name] = entry
                files[name] = path.name
    return entries, files


def _read(path: Path, name: str, gaps: Gaps) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        gaps.note(name, "-", f"not readable as UTF-8: {error.reason} at byte {error.start}")
        return ""


def _patterns(name: str, entry: ast.Message, message: Any) -> Iterator[tuple[str, Any, ast.Pattern]]:
    if entry.value is not None:
        yield name, message.value, entry.value
    for attribute in entry.attributes:
        yield f"{name}.{attribute.id.name}", message.attributes[attribute.id.name], attribute.value
