"""What deploy/ says of the bot is true of the bot: its settings, its figures, its files."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import settings
from bot.store.outbox import Lane

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
TEXTS = sorted(each for each in DEPLOY.rglob("*") if each.is_file() and each.name != "dashboard.json")
SUFFIXES = ("_bucket", "_count", "_sum")


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def alerts() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(read("prometheus/alerts.yaml"))["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


def queries() -> Iterator[str]:
    yield from (rule["expr"] for rule in alerts())
    for panel in json.loads(read("grafana/dashboard.json"))["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def documented() -> set[str]:
    """Every series that the bot has; that the table is complete is tested with the bot."""
    return set(re.findall(r"^\| `(\w+)`", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("file", TEXTS, ids=[each.name for each in TEXTS])
def test_every_setting_that_is_named_is_one(file: Path) -> None:
    own = {"LUMBAR_HOST"}  # Caddy's
    named = set(re.findall(r"\bLUMBAR_[A-Z_]+\b", file.read_text(encoding="utf-8")))
    assert named - own <= set(settings.known())


def test_every_figure_that_is_asked_for_is_counted() -> None:
    asked = {name for query in queries() for name in re.findall(r"\b(?:lumbar|process)_\w+", query)}
    plain = {next((name.removesuffix(each) for each in SUFFIXES if name.endswith(each)), name) for name in asked}
    assert plain
    assert plain <= documented()


def test_every_lane_that_is_asked_for_is_one() -> None:
    asked = {lane for query in queries() for lane in re.findall(r'lane="(\w+)"', query)}
    assert asked
    assert asked <= {lane.name.lower() for lane in Lane}


def test_every_alert_has_its_place_in_the_runbook() -> None:
    headings = re.findall(r"^## (\w+)$", read("runbook.md"), re.MULTILINE)
    assert headings == [rule["alert"] for rule in alerts()]
    for rule in alerts():
        assert rule["annotations"]["runbook"] == f"deploy/runbook.md#{rule['alert'].lower()}"


def test_every_alert_is_tried() -> None:
    tried = yaml.safe_load(read("prometheus/alerts_test.yaml"))["tests"]
    fired = {each["alertname"] for test in tried for each in test["alert_rule_test"] if each.get("exp_alerts")}
    assert fired == {rule["alert"] for rule in alerts()}


def test_what_the_image_is_made_of_is_there_and_let_in() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"}
    copied = {
        name for line in re.findall(r"^COPY (?!--)(.+) \S+$", read("Dockerfile"), re.MULTILINE) for name in line.split()
    }
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)
