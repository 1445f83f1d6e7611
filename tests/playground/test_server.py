"""The page's server: what it serves, and to whom."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.playground import scenarios
from bot.playground.phone import Says, Taps
from bot.playground.server import PAGE, Page, playground
from bot.playground.telegram import Telegram
from bot.serving import listen, serving
from tests.playground.conftest import ANA, Hands
from tests.playground.parrot import Parrot


@pytest.fixture
async def page(telegram: Telegram, hands: Hands) -> AsyncIterator[Page]:
    parrot = Parrot(telegram, hands.now())
    running = asyncio.create_task(parrot.run())
    yield Page(telegram, parrot.backstage())
    running.cancel()


@pytest.fixture
async def client(page: Page) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(playground(page))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


async def phone_of(client: httpx.AsyncClient, chat: int = ANA) -> dict[str, Any]:
    state: dict[str, Any] = (await client.get(f"/phones/{chat}")).json()
    return state


async def test_the_page_is_served_and_asks_nobody_else(client: httpx.AsyncClient) -> None:
    index = await client.get("/")
    assert index.status_code == 200
    assert "default-src 'none'" in index.headers["content-security-policy"]
    asked = re.findall(r'(?:src|href)="([^"#]+)"', index.text)
    assert asked
    for address in asked:
        assert (await client.get(address)).status_code == 200, address


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_no_file_of_the_page_parses_markup_or_leaves_this_computer(path: Path) -> None:
    source = path.read_text("utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?://", source)
    assert not re.search(r"\son\w+=|\sstyle=", source) or path.suffix == ".js"
    assert len(source.splitlines()) <= 300


async def test_only_this_computer_is_answered(client: httpx.AsyncClient) -> None:
    assert (await client.get("/", headers={"host": "evil.example"})).status_code == 400
    form = await client.post(f"/phones/{ANA}/says", data={"text": "hi"})
    assert form.status_code == 415
    assert (await phone_of(client))["messages"] == []


async def test_a_chat_from_start_to_answer(client: httpx.AsyncClient, page: Page) -> None:
    chat = (await client.post("/phones", json={})).json()["chat"]
    assert (await phone_of(client, chat))["started"] is False
    await client.post(f"/phones/{chat}/says", json={"text": "/start"})
    await page.backstage.settled()
    welcome = (await phone_of(client, chat))["messages"][-1]
    assert welcome["entities"][0] == {"type": "bold", "offset": 0, "length": 18}
    button = welcome["rows"][0][0]
    assert button["waiting"] is False
    await client.post(f"/phones/{chat}/taps", json={"message": welcome["id"], "data": button["data"]})
    assert (await phone_of(client, chat))["messages"][-1]["rows"][0][0]["waiting"] is True
    await page.backstage.settled()
    state = await phone_of(client, chat)
    assert state["toasts"] == [{"text": "Saved", "alert": False}]
    assert state["keyboard"][0][0] == {"label": "Today", "location": False}


async def test_places_and_pictures_arrive(client: httpx.AsyncClient, page: Page) -> None:
    await client.post(f"/phones/{ANA}/location", json={"latitude": 51.5, "longitude": -0.1})
    await client.post(f"/phones/{ANA}/media", json={"kind": "voice"})
    kinds = [message.media.kind for message in page.telegram.chats[ANA].messages if message.media]
    assert kinds == ["location", "voice"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/phones/404/says", {"text": "hi"}, 404),
        (f"/phones/{ANA}/taps", {"message": 99, "data": "x"}, 400),
        (f"/phones/{ANA}/taps", {}, 400),
        (f"/phones/{ANA}/location", {"latitude": "north"}, 400),
        (f"/phones/{ANA}/media", {"kind": "pigeon"}, 400),
        (f"/phones/{ANA}/says", [], 400),
        (f"/phones/{ANA}/skip", {"to": "nudge"}, 409),
        ("/scenarios/nothing", {}, 404),
    ],
)
async def test_nonsense_is_refused(client: httpx.AsyncClient, path: str, body: Any, status: int) -> None:
    answer = await client.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]


async def test_the_clock_skips_to_the_next_nudge(client: httpx.AsyncClient, page: Page) -> None:
    await client.post(f"/phones/{ANA}/says", json={"text": "/start"})
    await page.backstage.settled()
    time = (await client.post(f"/phones/{ANA}/skip", json={"to": "nudge"})).json()
    assert time["now"] == "2026-03-03T08:00:00+00:00"
    assert (await phone_of(client))["messages"][-1]["text"].startswith("Ready")
    time = (await client.post(f"/phones/{ANA}/skip", json={"to": "day"})).json()
    assert time["now"] == "2026-03-04T08:00:00+00:00"
    happened = (await client.get(f"/phones/{ANA}/happened")).json()
    assert happened["Rows"] == ["check_ins +1", "outbox +1"]


async def test_a_scenario_has_its_own_person(
    client: httpx.AsyncClient, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale = scenarios.Scenario("tale", "A tale", "One line.", (Says("/start"), Taps("Ireland")), "Tess")
    monkeypatch.setitem(scenarios.BY_NAME, "tale", tale)
    chat = (await client.post("/scenarios/tale", json={})).json()["chat"]
    assert page.telegram.chats[chat].name == "Tess"
    assert page.telegram.chats[chat].keyboard.rows
    broken = scenarios.Scenario("tale", "A tale", "One line.", (Says("/start"), Taps("Wales")))
    monkeypatch.setitem(scenarios.BY_NAME, "tale", broken)
    answer = await client.post("/scenarios/tale", json={})
    assert answer.status_code == 409
    assert "no button 'Wales'" in answer.json()["error"]


async def test_scenarios_and_help_are_told(client: httpx.AsyncClient) -> None:
    named = [one["name"] for one in (await client.get("/scenarios")).json()]
    assert named[0] == "new-person"
    assert len(named) == len(set(named)) == 8
    told = (await client.get("/help")).json()
    assert told["text"].startswith("Call 999")
    assert told["entities"] == [{"type": "bold", "offset": 5, "length": 3}]


async def test_the_stream_tells_each_change_and_ends_with_the_server(page: Page, telegram: Telegram) -> None:
    seen = []
    async with serving(playground(page), listen(0), stopping=page.close) as url, httpx.AsyncClient() as client:
        async with client.stream("GET", f"{url}/phones/{ANA}/stream") as stream:
            lines = stream.aiter_lines()
            seen.append(await anext(lines))
            telegram.says(ANA, "walked 25")
            while "👍" not in seen[-1]:
                seen.append(await anext(lines))
        started = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - started < 0.9
    states = [json.loads(line.removeprefix("data: ")) for line in seen if line]
    assert states[0]["messages"] == []
    assert states[-1]["messages"][0]["text"] == "walked 25"


async def test_a_spinner_ends_when_the_press_is_too_old(page: Page, client: httpx.AsyncClient, hands: Hands) -> None:
    await page.telegram.call("sendMessage", {"chat_id": ANA, "text": "a", "reply_markup": BUTTON})
    page.telegram.taps(ANA, page.telegram.sent[-1].message_id or 0, "x")
    assert (await phone_of(client))["messages"][0]["rows"][0][0]["waiting"] is True
    hands.move(timedelta(seconds=150))
    assert (await phone_of(client))["messages"][0]["rows"][0][0]["waiting"] is False


BUTTON = json.dumps({"inline_keyboard": [[{"text": "Go", "callback_data": "x"}]]})
