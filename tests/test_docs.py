"""What is written about the bot is what it does: settings, commands, versions, words, and where each button leads."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bot import settings
from bot.chat import render, routes
from bot.commands import LAZY
from bot.library import SAFETY, Library

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LIBRARY = Library.read(ROOT / "content")
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "bot").rglob("*.py"))}

SAYING = {"words", "say", "Words", "plain", "line", "paragraph"}
COMPOSED = {
    "exercise-": "library.exercise_key: parts and steps of an exercise, by its name",
    "dose-": "library.dose: a dose by its shape, or by exercise",
    "reason-": "domain.programme: why an exercise is in a session",
    "habit-": "flows.pages: a page of habits by its name",
    "faq-": "flows.pages: a question and its answer",
    "label-faq-": "flows.pages: the short names of the questions",
    "command-": "chat.introduction: Telegram's menu",
    "label-": "flows: buttons, by tables of theirs",
    "safety-": "static files, by level and reason",
    "screen-": "flows.screen: questions and options by their code",
    "illustration-": "library.Illustration.description: what one sees on a picture",
    "kit-": "nobody yet: what an exercise needs is told in its own words",
}
"""Keys that are put together, by how they begin, with who does it. Everything else is found in the source as it is."""


def names(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def beginning(node: ast.expr) -> tuple[str, bool] | None:
    """The literal text, and whether it is all of it; of an f-string the part before its first value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, True
    if isinstance(node, ast.JoinedStr):
        first = node.values[0]
        return (str(first.value), False) if isinstance(first, ast.Constant) else None
    if isinstance(node, ast.IfExp):
        return beginning(node.body)
    return None


def calls(*functions: str) -> Iterator[tuple[Path, ast.Call]]:
    for path, tree in SOURCES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and names(node.func) in functions:
                yield path, node


def literals() -> set[str]:
    """Every text in the source, documentation included: a key that stands nowhere is used by nobody."""
    return {
        node.value
        for tree in SOURCES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def openings() -> set[str]:
    """How the texts begin that are put together."""
    found = set()
    for tree in SOURCES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and (begun := beginning(node)) and len(begun[0]) >= 3:
                found.add(begun[0])
    return found


def test_the_settings_of_the_readme_are_those_there_are() -> None:
    told = set(re.findall(r"^\| `(LUMBAR_[A-Z_]+)` \|", README, re.MULTILINE))
    assert told == {name for name in settings.known() if not name.endswith("_FILE")}


def test_the_files_for_secrets_are_those_there_are() -> None:
    used = {"LUMBAR_" + name.upper() + "_FILE" for name in settings.SECRETS}
    used = {name for name in used if name.removesuffix("_FILE") in told_settings()}
    assert set(re.findall(r"LUMBAR_[A-Z_]+_FILE", README)) == used


def told_settings() -> set[str]:
    return set(re.findall(r"^\| `(LUMBAR_[A-Z_]+)` \|", README, re.MULTILINE))


def test_the_defaults_of_the_readme_are_the_defaults() -> None:
    rows = re.findall(r"^\| `LUMBAR_([A-Z_]+)` \|[^|]*\| `([^`]*)` \|$", README, re.MULTILINE)
    assert rows
    fields = settings.Settings.model_fields
    assert dict(rows) == {name: str(fields[name.lower()].default) for name, _ in rows}


def test_the_commands_of_the_readme_exist() -> None:
    told = set(re.findall(r"(?:^|`|/)lumbar ([a-z]+)", README, re.MULTILINE))
    assert told
    assert told <= LAZY.keys()


def test_the_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) <= targets


def test_the_files_the_readme_links_to_exist() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_newest_version_of_the_changelog_is_the_packages() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert newest is not None
    assert newest[1] == project["version"]


def test_every_command_of_the_menu_has_a_description_and_a_route() -> None:
    assert [name for name in routes.COMMANDS if not LIBRARY.has(f"command-{name}")] == []
    assert [name for name in routes.COMMANDS if name not in routes.WAYS] == []
    assert set(routes.ALIASES.values()) <= routes.WAYS.keys()
    described = {key.removeprefix("command-") for key in LIBRARY.keys if key.startswith("command-")}
    assert described == set(routes.COMMANDS)


def test_every_button_leads_somewhere() -> None:
    ways: dict[str, str] = {}
    for path, call in calls("Button"):
        for keyword in call.keywords:
            if keyword.arg == "goes" and (begun := beginning(keyword.value)):
                ways[begun[0].partition(":")[0]] = path.name
    assert len(ways) > 20, "the source was read"
    assert {way: file for way, file in ways.items() if way not in routes.WAYS} == {}


def test_every_question_has_a_flow_that_takes_its_answer() -> None:
    asked: dict[str, str] = {}
    for path, call in calls("Ask"):
        if call.args and (begun := beginning(call.args[0])) and begun[1]:
            asked[begun[0]] = path.name
    assert len(asked) > 10, "the source was read"
    assert {name: file for name, file in asked.items() if name not in routes.ANSWERS} == {}
    assert {name for name in routes.ANSWERS if name not in literals()} == set()
    assert set(routes.PLACED) - routes.ANSWERS.keys() == set()


def test_the_persistent_keyboard_leads_somewhere() -> None:
    assert {way for way in routes.KEYBOARD.values() if way not in routes.WAYS} == set()
    assert {key for row in render.KEYBOARD for key in row} == routes.KEYBOARD.keys()


def test_every_sentence_that_is_said_has_words() -> None:
    said: dict[str, str] = {}
    begun_with: dict[str, str] = {}
    for path, call in calls(*SAYING):
        if call.args and (begun := beginning(call.args[0])):
            (said if begun[1] else begun_with)[begun[0]] = path.name
    assert len(said) > 100, "the source was read"
    assert {key: file for key, file in said.items() if not LIBRARY.has(key)} == {}
    beginnings = {key: file for key, file in begun_with.items() if key}
    nothing = {key: file for key, file in beginnings.items() if not any(k.startswith(key) for k in LIBRARY.keys)}
    assert nothing == {}


def test_every_sentence_there_is_is_said() -> None:
    """Literally, by a reference from another sentence, or put together by those of COMPOSED."""
    written, begun = literals(), tuple(openings())
    ftl = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "content" / "en").glob("*.ftl")))
    referred = set(re.findall(r"\{ ?([a-z][a-z0-9.-]+) ?\}", ftl))
    silent = [
        key
        for key in sorted(LIBRARY.speech.messages)
        if key not in written | referred
        and not any(key.startswith(each) for each in COMPOSED)
        and not (begun and key.startswith(begun))
    ]
    assert silent == []


def test_every_beginning_of_composed_keys_is_needed() -> None:
    assert [each for each in COMPOSED if not any(key.startswith(each) for key in LIBRARY.keys)] == []


def test_every_static_safety_text_is_said_or_required() -> None:
    files = {path.stem for path in (ROOT / "content" / "en" / "safety").glob("*.txt")}
    written, begun = literals(), tuple(each for each in openings() if each.startswith("safety-"))
    unsaid = {
        name
        for name in files
        if f"safety-{name}" not in written and name not in written and not f"safety-{name}".startswith(begun)
    }
    assert unsaid == set()
    assert set(SAFETY) <= files
