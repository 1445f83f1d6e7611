"""The way in: who this is, which country, consent; then the safety check."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.standing import Hold, Stage
from bot.flows import country, d1, doubt, hold, placing, screen, talk
from bot.flows.day import today
from bot.flows.finding import Reason
from bot.flows.talk import Ask, Button, Kind, Reply, Turn, words
from bot.library import ELSEWHERE
from bot.store import people
from bot.store.people import Person

CARD = "check"
COUNTRY = Ask("country", typed=True)
CONSENT = Ask("consent")
CONSENT_VERSION = "2026.11"
OTHER, PAGE = "other", "page:"
ON_A_PAGE = 8
AGREE, MINOR, NO = "agree", "minor", "no"
READ_FIRST = (
    (Button(words("label-how-data"), goes="privacy"),),
    (Button(words("label-when-to-get-help"), goes="gethelp"),),
)


async def start(turn: Turn) -> Sequence[Reply]:
    standing = turn.person.standing
    if standing.stage in (Stage.NEW, Stage.CONSENTING):
        return (_welcome(turn),)
    if standing.held >= Hold.CLEAR_FIRST and standing.hold >= standing.floor:
        open_check = await screen.resume(turn) if standing.stage is Stage.SCREENING else ()
        return (hold.advice(standing.hold), *open_check)
    if standing.held is Hold.OPEN_QUESTION and (asked := await doubt.again(turn)):
        return asked
    if standing.stage is Stage.SCREENING or standing.held is not Hold.NONE:
        return (*await screen.overdue(turn), *await screen.resume(turn))
    if standing.stage is Stage.PLACING:
        return (replace(await placing.receipt(turn), anew=True),)
    return (await _welcome_back(turn),)


async def again(turn: Turn) -> Sequence[Reply]:
    """Back to where somebody was who has not agreed yet."""
    if turn.person.asked is not None:
        return (replace(talk.load(turn.person.asked), anew=True),)
    return (_welcome(turn),)


async def told_country(turn: Turn) -> Sequence[Reply]:
    """Until consent the country travels in the buttons. It is not stored."""
    if turn.value == OTHER and not turn.typed:
        return (_list(turn, 0),)
    if turn.value.startswith(PAGE) and not turn.typed:
        return (_list(turn, int(turn.value.removeprefix(PAGE))),)
    code = turn.library.find_country(turn.value) if turn.typed else turn.value
    if code is None:
        return (replace(_list(turn, 0), text=((words("country-unknown"),),)),)
    await turn.become(standing=replace(turn.person.standing, stage=Stage.CONSENTING))
    return (_consent(code),)


async def consent(turn: Turn) -> Sequence[Reply]:
    answer, _, code = turn.value.partition("-")
    if answer != AGREE:
        await turn.leave()
        return (_farewell(answer, code),)
    agreed_to = turn.library.say("consent-text", turn.library.country(code).args)
    text_hash = hashlib.sha256(agreed_to.encode()).hexdigest()
    await people.consent(turn.db, turn.person, version=CONSENT_VERSION, text_hash=text_hash, now=turn.now)
    zones = turn.library.country(code).zones
    await turn.become(
        standing=replace(turn.person.standing, stage=Stage.SCREENING),
        country=code,
        zone=zones[0] if len(zones) == 1 else None,
    )
    turn.notes.append(f"consent {CONSENT_VERSION}")
    thanks = Reply(text=((words("consent-thanks"), words("consent-keyboard")),), keyboard=True)
    return (thanks, *await screen.open_screen(turn, Reason.START))


def country_of(person: Person) -> str | None:
    """The person's country, or the one that the open consent question carries."""
    if person.country is not None or person.asked is None:
        return person.country
    return talk.load(person.asked).country


def _welcome(turn: Turn) -> Reply:
    likely = turn.library.likely_countries(turn.person.language)
    return Reply(
        text=((words("welcome"),), (words("welcome-program"),), (words("welcome-next"),), (words("country-ask"),)),
        buttons=(
            *country.choices(turn.library, likely),
            (Button(words("label-another-country"), option=OTHER),),
            *READ_FIRST,
        ),
        ask=COUNTRY,
        card=CARD,
        anew=True,
    )


def _list(turn: Turn, page: int) -> Reply:
    countries = turn.library.countries
    codes = sorted((code for code in countries if code != ELSEWHERE), key=lambda code: countries[code].name)
    shown = codes[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    more = (page + 1) * ON_A_PAGE < len(codes)
    following = Button(words("label-more"), option=f"{PAGE}{page + 1 if more else 0}")
    return Reply(
        text=((words("country-list"),),),
        buttons=(
            *country.choices(turn.library, shown),
            (following,),
            country.elsewhere(),
        ),
        ask=COUNTRY,
        card=CARD,
    )


def _consent(code: str) -> Reply:
    return Reply(
        text=((words("consent-text"),), (words("consent-age"),)),
        buttons=(
            (Button(words("label-agree"), option=f"{AGREE}-{code}"),),
            (Button(words("label-minor"), option=f"{MINOR}-{code}"),),
            (Button(words("label-no-thanks"), option=f"{NO}-{code}"),),
            *READ_FIRST,
        ),
        ask=CONSENT,
        card=CARD,
        anew=True,
        country=code,
    )


def _farewell(answer: str, code: str) -> Reply:
    text = words("safety-under-18") if answer == MINOR else words("safety-no-thanks")
    return Reply(text=((text,),), kind=Kind.SAFETY, country=code)


async def _welcome_back(turn: Turn) -> Reply:
    day = await today(turn)
    where = words("welcome-back-week", week=day.week, weeks=day.library.programme.weeks)
    kept = words("welcome-back-keep")
    text = ((words("welcome-back"), where if day.week <= day.library.programme.weeks else kept),)
    return Reply(text=text, buttons=(d1.to_today(),))
