"""Sentences as Fluent's parser gives them: what each needs, and how an operator's own are laid over those of the version."""

import re
from collections.abc import Iterator, Mapping

from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from bot.library.countries import COUNTRY_WORDS
from bot.library.gaps import Gaps
from bot.library.own import SAFETY, is_locked

Entries = dict[str, ast.Message | ast.Term]

WORDING = frozenset({"BUM", "DOCTOR", "PHYSIO"})
"""What a sentence may do without. The others are a figure, a name or a number to call."""
NEW = re.compile(r"(label-)?faq-[a-z0-9-]{1,40}|kit-[a-z0-9-]{1,40}")
NEW_PARTS = re.compile(r"(step|tip)-[1-9][0-9]?|answer|source")
"""What an own folder may add to a message that is there."""
BARE = re.compile(r"toast-.*|only-in-private|operator-unnamed|(dose|reason|step)-.*|exercise-[^.]*")
"""What is also said where no country is known."""


def name_of(entry: ast.Message | ast.Term) -> str:
    return f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name


def words_of(tree: ast.Pattern) -> str:
    """Without its arguments."""
    found = _References()
    found.visit(tree)
    return " ".join(found.words)


def lay_sentences(
    shipped: Entries, files: Mapping[str, str], own: Entries, own_files: Mapping[str, str], gaps: Gaps
) -> tuple[Entries, frozenset[str]]:
    """All of both, part by part, and the keys that are the operator's: a part that is not given stays as it is."""
    laid, changed = dict(shipped), set[str]()
    for name, entry in own.items():
        laid[name] = _merged(shipped.get(name), entry)
    for name, entry in own.items():
        theirs = dict(_parts(shipped[name])) if name in shipped else {}
        for part, tree in _parts(entry):
            key = f"{name}.{part}" if part else name
            if part in theirs and theirs[part].equals(tree):
                continue
            changed.add(key)
            old = variables(theirs[part], shipped)[0] if part in theirs else None
            for problem in _problems(key, part, tree, laid, old, files.get(name)):
                gaps.note(own_files[name], key, problem)
    return laid, frozenset(changed)


def _problems(
    key: str, part: str, tree: ast.Pattern, laid: Entries, old: frozenset[str] | None, file: str | None
) -> Iterator[str]:
    if file is not None and is_locked(key, file):
        yield f"cannot be changed here: {SAFETY}"
        return
    if old is None and not (NEW_PARTS.fullmatch(part) if file is not None else NEW.fullmatch(key.partition(".")[0])):
        yield "is said nowhere. Is the key written as in content/en/?"
        return
    found = _References()
    found.visit(tree)
    if found.functions:
        yield f"calls {', '.join(sorted(found.functions))}: Lumbar has no functions. Write the words themselves"
    needs = variables(tree, laid)[0]
    if not needs and not found.messages and not "".join(found.words).strip():
        yield "empty. Write its words, or take the line out: then Lumbar's own are said"
    given = (old or frozenset()) | (frozenset() if BARE.fullmatch(key) else COUNTRY_WORDS)
    for name in sorted(needs - given):
        yield f"{{ ${name} }} is not known here. There are: {', '.join(f'{{ ${each} }}' for each in sorted(given)) or 'none'}"
    for name in sorted((old or frozenset()) - needs - WORDING):
        yield f"leaves out {{ ${name} }}. Put it back"


def _parts(entry: ast.Message | ast.Term) -> Iterator[tuple[str, ast.Pattern]]:
    """The message itself has no name."""
    if entry.value is not None:
        yield "", entry.value
    for each in entry.attributes:
        yield each.id.name, each.value


def _merged(base: ast.Message | ast.Term | None, own: ast.Message | ast.Term) -> ast.Message | ast.Term:
    if base is None:
        return own
    attributes = {each.id.name: each for each in (*base.attributes, *own.attributes)}
    value = base.value if own.value is None else own.value
    if isinstance(own, ast.Term):
        return ast.Term(own.id, own.value, [*attributes.values()])
    return ast.Message(own.id, value, [*attributes.values()])


class _References(Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()
        self.functions: set[str] = set()
        self.words: list[str] = []

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802  (fluent's name)
        self.words.append(node.value)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802  (fluent's name)
        self.functions.add(node.id.name)
        self.generic_visit(node)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  (fluent's name)
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802  (fluent's name)
        self.messages.add(node.id.name + (f".{node.attribute.name}" if node.attribute else ""))

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802  (fluent's name)
        self.messages.add(f"-{node.id.name}")


def variables(tree: ast.Pattern, entries: Entries) -> tuple[frozenset[str], set[str]]:
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


def _target(reference: str, entries: Entries) -> ast.Pattern | None:
    name, _, attribute = reference.partition(".")
    entry = entries.get(name)
    if entry is None or not attribute:
        return entry.value if entry else None
    return next((part.value for part in entry.attributes if part.id.name == attribute), None)
