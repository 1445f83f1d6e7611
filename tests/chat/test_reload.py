"""Content of the operator's own is taken while the bot runs: whole or not at all, and nobody's practice is lost."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.shelf import Refused, Reloaded
from bot.flows.talk import Reply, words
from bot.playground.phone import Phone
from tests.chat.talks import MOVES, exercising, goes, moved_in, one
from tests.chat.test_admin import ADMIN, ADMINS
from tests.chat.test_courier import post
from tests.chat.test_media import _was_uploaded
from tests.chat.town import CONTENT, QUICK, Town, town_at

NEW_STEP = "exercise-draw-in =\n    .step-1 = Lie down like a starfish.\n"
PAGE = """\
faq-our-clinic = Where is our clinic?
    .answer = In the High Street.
    .source = Our clinic.
label-faq-our-clinic = Where is the clinic?
"""
BROKEN = NEW_STEP + "exercise-bird-dog =\n    .step-3 = { $secret }\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of LUMBAR_CONTENT_DIR, empty yet."""
    folder = tmp_path / "own"
    (folder / "en").mkdir(parents=True)
    return folder


@pytest.fixture
async def lumbar(tmp_path: Path, empty: Path, own: Path) -> AsyncIterator[Town]:
    shutil.copy(empty, tmp_path / "lumbar.sqlite")
    address = f"sqlite+aiosqlite:///{tmp_path / 'lumbar.sqlite'}"
    async with town_at(address, rate=QUICK, folder=tmp_path, own_content=own, access=ADMINS) as running:
        yield running


def write(own: Path, text: str) -> None:
    (own / "en" / "ours.ftl").write_text(text, encoding="utf-8")


async def _practising(lumbar: Town) -> Phone:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    return ana


async def test_a_practice_goes_on_and_its_next_card_says_the_new_words(lumbar: Town, own: Path) -> None:
    ana = await _practising(lumbar)
    write(own, NEW_STEP)
    before = lumbar.app.library.fingerprint
    outcome = await lumbar.app.reload()
    assert outcome == Reloaded(lumbar.app.library.fingerprint, is_new=True)
    assert lumbar.app.library.fingerprint != before
    card = one(await ana.taps("Done"))
    assert card.text.startswith(f"2 of {MOVES} · ")
    assert "1. Lie down like a starfish." in card.text
    await goes(ana, *["Done"] * (MOVES - 1))
    await ana.taps("2")
    assert "Saved: most pain 2, effort OK." in (await ana.taps("OK"))[-1].text


async def test_a_broken_folder_is_refused_and_the_content_before_stays(
    lumbar: Town, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ana = await _practising(lumbar)
    write(own, NEW_STEP)
    await lumbar.app.reload()
    stays = lumbar.app.library
    write(own, BROKEN.replace("starfish", "log"))
    outcome = await lumbar.app.reload()
    assert isinstance(outcome, Refused)
    assert {gap.place for gap in outcome.gaps} == {"ours.ftl:4: exercise-bird-dog.step-3"}
    assert lumbar.app.library is stays
    assert "starfish" in one(await ana.taps("Done")).text
    logged = "".join(capsys.readouterr())
    assert "ours.ftl:4: exercise-bird-dog.step-3" in logged
    assert "secret" not in logged


async def test_a_folder_that_is_gone_is_refused_too_and_nothing_changed_is_told(lumbar: Town, own: Path) -> None:
    same = await lumbar.app.reload()
    assert same == Reloaded(lumbar.app.library.fingerprint, is_new=False)
    shutil.rmtree(own)
    outcome = await lumbar.app.reload()
    assert isinstance(outcome, Refused)
    assert outcome.gaps[0].file == str(own)


async def test_a_page_of_the_clinic_comes_and_goes(lumbar: Town, own: Path) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    write(own, PAGE)
    await lumbar.app.reload()
    await ana.says("/faq")
    page = one(await ana.taps("Where is the clinic?"))
    assert page.text == "Where is our clinic?\n\nIn the High Street.\n\nOur clinic."
    waiting = Reply(text=((words("faq-our-clinic.answer"),),))
    (own / "en" / "ours.ftl").unlink()
    await lumbar.app.reload()
    await post(lumbar, ana, waiting)
    assert ana.screen[-1].text == "In the High Street.", "what waited to be sent keeps its words"
    assert "Where is the clinic?" not in one(await ana.says("/faq")).labels


async def test_a_picture_that_was_drawn_anew_is_sent_once_the_content_is_read_anew(lumbar: Town, own: Path) -> None:
    (own / "illustrations").mkdir()
    film = own / "illustrations" / "cat-camel-full.mp4"
    film.write_bytes((CONTENT / "illustrations" / "cat-camel-half.mp4").read_bytes())
    await lumbar.app.reload()
    uploads = []
    for number in range(3):
        if number == 1:
            film.write_bytes((CONTENT / "illustrations" / "cat-camel-seated.mp4").read_bytes())
        if number == 2:
            await lumbar.app.reload()
        before = len(lumbar.telegram.sent)
        await _practising(lumbar)
        uploads += [_was_uploaded(sent) for sent in lumbar.telegram.sent[before:] if sent.method == "sendAnimation"]
    assert uploads == [True, False, True]


async def test_telegram_is_told_the_new_description(lumbar: Town, own: Path) -> None:
    write(own, "command-today = today's moves, from our clinic\n")
    await lumbar.app.reload()
    assert lumbar.app._introducing is not None
    await lumbar.app._introducing
    (registered,) = lumbar.telegram.commands.values()
    assert "today's moves, from our clinic" in [each["description"] for each in registered]


async def test_an_admin_who_taps_reload_hears_how_it_went(lumbar: Town, own: Path) -> None:
    ana = await _practising(lumbar)
    assert ana.chat.id == ADMIN
    await ana.says("/admin")
    write(own, NEW_STEP)
    told = one(await ana.taps("Reload content"))
    assert told.text == f"Read anew. From now on I say the words of {lumbar.app.library.fingerprint}."
    again = one(await ana.taps("Reload content"))
    assert again.text.startswith("Nothing has changed: still the words of ")
    write(own, BROKEN)
    refused = one(await ana.taps("Reload content"))
    assert refused.text.startswith("The content has mistakes, so I keep the one I have.")
    assert "• ours.ftl:4: exercise-bird-dog.step-3: " in refused.text


async def test_nobody_else_reads_the_content_anew(lumbar: Town, own: Path) -> None:
    await moved_in(lumbar, lumbar.phone())
    ben = lumbar.phone(name="Ben")
    await moved_in(lumbar, ben)
    await ben.says("/today")
    write(own, NEW_STEP)
    before = lumbar.app.library
    await ben.presses(ben.screen[-1].id, "/admin-reload")
    assert lumbar.app.library is before
