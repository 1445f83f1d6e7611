"""The list of exercises, by what a person may see; and one of them, read or done."""

from datetime import timedelta

from tests.chat.talks import HELD_CONSULT, ONE_LEG, agreed, exercise_in, goes, is_exercise, moved_in, one, texts
from tests.chat.town import Town

TEN = 10


async def test_before_the_check_there_are_names_and_no_steps(lumbar: Town) -> None:
    ana = lumbar.phone()
    names = one(await ana.says("/exercises"))
    assert names.text.count(": ") == TEN
    assert "How to do them comes after a short safety check." in names.text
    assert names.labels == ("Do the safety check",)
    assert "Which country" in one(await ana.taps("Do the safety check")).text
    await agreed(ana)
    assert one(await ana.says("/exercises")).labels == ("Do the safety check",)
    forged = one(await ana.presses(names.id, "/exercise:bird-dog"))
    assert "1." not in forged.text


async def test_after_it_each_card_can_be_read_and_done_alone(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    listed = one(await ana.says("/exercises"))
    assert len(listed.labels) == TEN + 1
    for label in listed.labels[:TEN]:
        card = one(await ana.taps(label))
        assert card.text.startswith(f"To read. To do it, tap Do this now.\n\n{label}")
        assert card.text.endswith("Stop for sharp pain, leg symptoms, dizziness or chest pain.")
        assert "Section " in card.text
    assert "1 of 1 · " in texts(await ana.taps("Do this now"))


async def test_do_this_now_asks_what_is_new_first(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(timedelta(hours=5))
    await ana.says("/exercises")
    await ana.taps("Bird dog")
    asked = one(await ana.taps("Do this now"))
    assert asked.text.startswith("Just one move: Bird dog\n\nBefore we start: anything new or worse")
    assert is_exercise((await ana.taps("Nothing new – start"))[-1])


async def test_while_held_there_is_only_the_short_advice(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    listed = one(await ana.says("/exercises"))
    await goes(ana, "New symptom", *ONE_LEG)
    for data in ("/exercises", "/exercise:bird-dog", "/today-begin:move-bird-dog"):
        refused = one(await ana.presses(listed.id, data))
        assert HELD_CONSULT in refused.text
        assert not exercise_in([refused])


async def test_four_weeks_after_the_check_the_steps_wait_for_another(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(timedelta(days=29))
    assert one(await ana.says("/exercises")).labels == ("Do the safety check",)
