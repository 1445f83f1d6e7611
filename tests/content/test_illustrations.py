"""Each form of an exercise, and each habit with a picture, finds its film, its still and the words for both."""

from bot.library import Illustration, Library
from tools.illustrations.reel import FOLDER, films


def test_each_form_has_a_picture(library: Library) -> None:
    forms = {f"{exercise.id}-{form}" for exercise in library.exercises.values() for form in exercise.forms}
    assert forms <= library.pictures.keys()
    assert {*library.pictures} - forms == {"walking", "sitting-hips-back", "sitting-cushion", "sitting-change"}


def test_each_film_is_shown_somewhere_and_nothing_else_lies_about(library: Library) -> None:
    shown = {picture.name for picture in library.pictures.values()}
    assert shown == films().keys()
    assert {file.stem for file in FOLDER.iterdir() if file.suffix in (".mp4", ".jpg")} == shown


def test_an_illustration_has_a_film_a_still_and_words(library: Library) -> None:
    squares = library.pictures["bird-dog-squares"]
    assert squares == Illustration("bird-dog-squares", FOLDER / "bird-dog-squares.mp4", FOLDER / "bird-dog-squares.jpg")
    assert "squares" in library.say(squares.description)


def test_forms_that_look_alike_share_a_picture_and_others_do_not(library: Library) -> None:
    assert library.pictures["draw-in-set-up"] == library.pictures["draw-in-lying"]
    assert library.pictures["draw-in-set-up"] != library.pictures["draw-in-sitting"]
