"""A plan as a list of its moves with their doses."""

from bot.domain import programme
from bot.domain.exercise import Exercise
from bot.flows.day import Day
from bot.flows.talk import Paragraph, Words, words
from bot.library import Library


def exercise_name(library: Library, exercise: Exercise, form: str) -> Words:
    return words(library.exercise_key(exercise.id, form))


def list_of(day: Day, plan: programme.Practice) -> Paragraph:
    return tuple(_move(day, number, item) for number, item in enumerate(plan.items, start=1))


def _move(day: Day, number: int, item: programme.Item) -> Words:
    exercise = day.library.exercises[item.exercise]
    dose, figures = day.library.dose(item.rung.dose, item.exercise)
    name = exercise_name(day.library, exercise, item.rung.form)
    return words("today-move", number=number, name=name, dose=words(dose, **figures))
