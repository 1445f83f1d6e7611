# Why an exercise was chosen, and at this dose: one line for each rule of docs/care.md 5.

reason-phase = part of phase { $phase }, at its usual dose.
reason-first-week = new this week, so a gentle first dose.
reason-own = you have worked up to step { $level }.
reason-cap = you could do more. Phase { $phase } goes no higher yet.
reason-easier = an easier form for now.
reason-easy-week = an easier week, so less of it.
reason-after-check = kept gentle after your check.
reason-set-up = a short start to the other moves in phase { $phase }.
reason-short = one set only today, to keep the session short.
reason-no-floor = no need to get down on the floor.
reason-restricted = later. It waits after your check.
reason-left-out = later. The person who checked you said to leave it out.
reason-back = no longer has to wait. Your leg has stayed the same or better.
reason-rests = resting for three days, after it left you a lot more sore.
reason-does-not-suit = left out, as it doesn't suit you today.
reason-swapped = in the form that suits you today.
reason-chosen = your own choice for today.
reason-high-pain = kept short and gentle while your back is this sore.
reason-more = added, so that the session has its length.
reason-fewer = a set less, so that the session doesn't get too long.

step-up = one step up, after three good sessions in a row.
step-pain = one step down, as it hurt more than usual.
step-morning = one step down, as the next morning was more sore.
step-form = one step down, until the form stays good.
step-rests = back after its rest, one step down.
step-offer = a bit sore four times in a row. Tap Easier if you like.
step-easy-week = one step down, after an easy week.
step-away = one step down, after days away.
