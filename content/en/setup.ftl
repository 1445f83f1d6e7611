# Five questions after the first practices, the scales, and the weekly questions (docs/care.md 4.1).

setup-began = One question, so the plan fits you: when did this pain begin?
setup-wish = One question, so the plan fits you: what would you most like to do more easily?
setup-walk = One question, so the plan fits you: how long do you walk now, without a break?
setup-kit = One question, so the plan fits you: tap what is true.

label-began-weeks = Less than 6 weeks ago
label-began-months = 6 weeks to 3 months ago
label-began-long = More than 3 months ago
label-began-unsure = Not sure
label-walks-little = Less than 10 minutes
label-walks-some = 10 to 20 minutes
label-walks-much = 20 minutes or more
label-kit-no-stick = No broomstick at hand
label-kit-no-band = No exercise band
label-kit-knees = Kneeling hurts

## The scales

scale-pain = In the last week, how strong was your pain on average?
scale-pain-ends = 0 is no pain. 10 is the worst pain you can think of.
scale-enjoyment = In the last week, how much did pain get in the way of enjoying life?
scale-activity = In the last week, how much did pain get in the way of everyday things?
scale-way-ends = 0 is not at all. 10 is as much as can be.
scale-wish = { $wish }: how well does it go now?
scale-wish-ends = 0 is not at all. 10 is with ease.

## Weekly

weekly-title = <b>Your week · { $number } of { $total }</b>
weekly-where = Where is it mostly?
weekly-saved = All noted. Thank you.
nudge-weekly = A few short questions about your week? It takes a minute.
label-where-back = Low back
label-where-bum = My { $BUM } or thigh
label-where-below = Below the knee
label-where-other = Somewhere else
label-answer-now = Answer now
label-about-week = This week's questions
