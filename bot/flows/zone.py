"""Which clock is the person's: from their country's list, a city or a location; always confirmed by the time it shows."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import schedule
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.places import City

CARD = "settings"
"""The questions are put on the card of the settings, one after the other."""
CONFIRM = Ask("zone-right")
WRONG = "wrong"
OFFERED = 8


def question(turn: Turn, done: Words | None = None) -> Reply:
    """Straight to the confirmation where a country has one clock. `done` says what was set just before."""
    zones = turn.library.country(turn.person.country).zones
    reply = confirm(turn, zones[0]) if len(zones) == 1 else choose(turn)
    return reply if done is None else replace(reply, text=((done,), *reply.text))


def choose(turn: Turn, note: Words | None = None) -> Reply:
    zones = turn.library.country(turn.person.country).zones[:OFFERED]
    lines = (words("zone-which"), words("zone-how"))
    return Reply(
        text=(lines,) if note is None else ((note,), (words("zone-how"),)),
        buttons=tuple((Button(words("label-zone", place=place_name(each)), option=each),) for each in zones),
        ask=Ask("zone", typed=True),
        card=CARD,
    )


async def ask(turn: Turn) -> Sequence[Reply]:
    """To change it."""
    return (choose(turn),)


async def answer(turn: Turn) -> Sequence[Reply]:
    """A zone of the list, a typed city, or a location, which is read here and dropped."""
    if turn.location is not None:
        name = turn.places.zone_at(*turn.location)
        return (choose(turn, words("zone-not-there")) if name is None else confirm(turn, name),)
    if schedule.zone_allowed(turn.value):
        return (confirm(turn, schedule.canonical(turn.value)),)
    found = turn.places.cities(turn.value)
    if not found:
        return (choose(turn, words("zone-unknown")),)
    cities = [city for city in found if city.country == turn.person.country] or list(found)
    zones = list(dict.fromkeys(city.zone for city in cities))
    if len(zones) == 1:
        return (confirm(turn, zones[0]),)
    rows = tuple((_city(turn, next(city for city in cities if city.zone == each), cities),) for each in zones)
    return (Reply(text=((words("zone-which-city"),),), buttons=rows, ask=Ask("zone", typed=True), card=CARD),)


def confirm(turn: Turn, name: str) -> Reply:
    local = f"{turn.now.astimezone(schedule.zone(name)):%H:%M}"
    return Reply(
        text=((words("zone-confirm", time=local, place=place_name(name)),),),
        buttons=((Button(words("label-zone-right"), option=name), Button(words("label-zone-wrong"), option=WRONG)),),
        ask=CONFIRM,
        card=CARD,
    )


def _city(turn: Turn, city: City, among: Sequence[City]) -> Button:
    """By its country; by its clock where the country does not tell it from the others."""
    alone = sum(each.country == city.country for each in among) == 1
    if alone and city.country in turn.library.countries:
        where = turn.library.country(city.country).name
        return Button(words("label-city", city=city.name, where=where), option=city.zone)
    return Button(words("label-city-clock", city=city.name, place=place_name(city.zone)), option=city.zone)


def fits(turn: Turn, zone: str, country: str) -> bool:
    """Whether that is a clock of that country: of its list, or of one of its cities."""
    return zone in turn.library.country(country).zones or country in turn.places.countries(zone)


def place_name(zone: str) -> str:
    """Of America/Argentina/Buenos_Aires, "Buenos Aires"."""
    return zone.rpartition("/")[2].replace("_", " ")
