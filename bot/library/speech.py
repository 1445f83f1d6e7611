"""The sentences of one language: Fluent messages and the static safety texts, parsed once at the start."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.library.gaps import Gaps

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
    def read(cls, folder: Path, language: str, gaps: Gaps) -> "Speech":
        """Every *.ftl of `folder`, and folder/safety/*.txt."""
        speech = cls(language)
        entries: dict[str, ast.Message | ast.Term] = {}
        for path in sorted(folder.glob("*.ftl")):
            speech._take(path, entries, gaps)
        for path in sorted((folder / "safety").glob("*.txt")):
            speech._learn(path, gaps)
        speech._link(entries, gaps)
        return speech

    def _take(self, path: Path, entries: dict[str, ast.Message | ast.Term], gaps: Gaps) -> None:
        resource = FluentParser().parse(_read(path, path.name, gaps))
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                first = (entry.content or "").strip().partition("\n")[0]
                gaps.note(path.name, first.split("=")[0].strip(), f"not readable as Fluent: {first}")
            elif isinstance(entry, ast.Message | ast.Term):
                name = _name(entry)
                if name in entries:
                    gaps.note(path.name, name, f"stands in {self.files[name]} already")
                    continue
                entries[name] = entry
                self.files[name] = path.name
        self._bundle.add_resource(resource)

    def _learn(self, path: Path, gaps: Gaps) -> None:
        key = f"{SAFETY}{path.stem}"
        self.files[key] = f"safety/{path.name}"
        text = _read(path, self.files[key], gaps).strip()
        if not text:
            gaps.note(self.files[key], key, "empty")
        self._safety[key] = text
        self.needs[key] = frozenset(_PLACE.findall(text))

    def _link(self, entries: Mapping[str, ast.Message | ast.Term], gaps: Gaps) -> None:
        for name, entry in entries.items():
            if isinstance(entry, ast.Term):
                continue
            message = self._bundle.get_message(name)
            for key, pattern, tree in _patterns(name, entry, message):
                self._patterns[key] = pattern
                self.files[key] = self.files[name]
                needs, missing = _variables(tree, entries)
                self.needs[key] = needs
                for reference in missing:
                    gaps.note(self.files[name], key, f"refers to {reference}, which does not exist")


def _read(path: Path, name: str, gaps: Gaps) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        gaps.note(name, "-", f"not readable as UTF-8: {error.reason} at byte {error.start}")
        return ""


def _name(entry: ast.Message | ast.Term) -> str:
    return f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name


def _patterns(name: str, entry: ast.Message, message: Any) -> Iterator[tuple[str, Any, ast.Pattern]]:
    if entry.value is not None:
        yield name, message.value, entry.value
    for attribute in entry.attributes:
        yield f"{name}.{attribute.id.name}", message.attributes[attribute.id.name], attribute.value


class _References(Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  (fluent's name)
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802  (fluent's name)
        self.messages.add(node.id.name + (f".{node.attribute.name}" if node.attribute else ""))

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802  (fluent's name)
        self.messages.add(f"-{node.id.name}")


def _variables(tree: ast.Pattern, entries: Mapping[str, ast.Message | ast.Term]) -> tuple[frozenset[str], set[str]]:
    """Every argument the pattern uses, through its references, and the references that lead nowhere."""
    needs: set[str] = set()
    missing: set[str] = set()
    seen: set[str] = set()
    trees: list[ast.Pattern] = [tree]
    while trees:
        found = _References()
        found.visit(trees.pop())
        needs |= found.variables
        for reference in found.messages - seen:
            seen.add(reference)
            target = _target(reference, entries)
            if target is None:
                missing.add(reference)
            else:
                trees.append(target)
    return frozenset(needs), missing


def _target(reference: str, entries: Mapping[str, ast.Message | ast.Term]) -> ast.Pattern | None:
    name, _, attribute = reference.partition(".")
    entry = entries.get(name)
    if entry is None or not attribute:
        return entry.value if entry else None
    return next((part.value for part in entry.attributes if part.id.name == attribute), None)
