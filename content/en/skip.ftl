# Skipping a move: what gets in the way.

skip-why = You can skip this one. What gets in the way?
skip-noted = Skipped. Here is the next.
skip-easier = Skipped. It will be easier next time. Here is the next.
skip-gentlest = Skipped. It has no gentler form. Here is the next.
skip-what = What is missing?
skip-no-band = Noted: no band. That move is left out until you say otherwise, under What suits me.
skip-no-stick = Noted: no broomstick. Hip hinges are done at the wall until you say otherwise, under What suits me.
label-too-hard = Too hard
label-it-hurts = It hurts
label-no-room = No room or kit
label-not-now = Not now
label-no-floor-today = No floor today
label-have-no-band = I have no band
label-have-no-stick = I have no broomstick
label-just-this = Just skip this one
