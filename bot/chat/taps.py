"""What a button carries → the way or the answer that it stands for.

Telegram passes on whatever a client sends: a tap may carry what no button ever did, or somebody else's.
"""

from dataclasses import dataclass

from bot.chat import routes
from bot.flows import talk
from bot.store.people import Person


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    step: str
    option: str

    def answers(self, person: Person) -> bool:
        """Whether it is an option of the question that is open to this person: the id of that nobody can guess."""
        if person.step is None or person.step != self.step or person.asked is None:
            return False
        return any(button.option == self.option for row in talk.load(person.asked).buttons for button in row)


def decode(data: str) -> Way | Answer:
    if data.startswith("/"):
        name, _, value = data[1:].partition(":")
        if name in routes.WAYS:
            return Way(name, value)
    step, _, option = data.partition(":")
    return Answer(step, option)
