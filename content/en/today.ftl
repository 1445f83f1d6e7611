# Today's card and D1, the question before every bout of exercise (docs/care.md 2.1).

today-title = <b>Today: { $moves ->
    [one] 1 move
   *[other] { $moves } moves
    }, about { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    }</b>
today-week = Week { $week } of { $weeks }.
today-keep = The 12 weeks are done. Now you keep it up.
today-mat = On a mat or carpet.
today-broomstick = You need a broomstick.
today-band = You need a light band. No band? Skip that move.
today-minute-kept = Your minute today is done and counted. This is a bonus.
today-move = { $number }. { $name }: { $dose }
today-walk = Then a { $minutes }-minute walk, any time today.
today-walk-range = Then a walk of { $least }–{ $most } minutes, any time today.
today-walked = You have walked { $minutes } minutes today.
today-rest = <b>Today is an easy day.</b> One easy move and a walk. Rest days are part of the plan.
today-easy-day = <b>Today is an easy day.</b> The last session was a bit much. It happens. Gentle moves and a short walk are fine if they feel OK.
today-begun = Begun at { $time }. Your moves are below.
today-left = You stopped at move { $number } of { $moves }, { $minutes ->
    [0] just now
    [one] 1 minute ago
   *[other] { $minutes } minutes ago
    }.
today-left-hours = You stopped at move { $number } of { $moves }, { $hours ->
    [one] an hour ago
   *[other] { $hours } hours ago
    }.
today-done-title = <b>Done for today.</b>
today-done = { $moves ->
    [one] 1 move
   *[other] { $moves } moves
    }, { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    }, at { $time }.
today-bonus = Anything more is a bonus.
today-one-minute = <b>One minute</b>
today-easy = <b>An easy day, about { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    }</b>
today-one-move = <b>Just one move: { $name }</b>
today-change = <b>Change today</b>
today-change-minute = One minute: a single move. It keeps your day.
today-change-sore = Sore day: two easy moves and a short walk.
today-skipped = That's fine. No session today.
today-nothing-to-skip = There is nothing to skip. Your exercises are paused.
today-see-you = See you { $day } at { $time }.

sessions-this-week = { $done } of { $planned } sessions this week.
next-session = Next: { $day } { $time }.

## D1

d1-ask = Before we start: anything <b>new or worse</b> since last time?
d1-tingling = • tingling or numbness
d1-knee = • pain below the knee
d1-weak = • a weak leg or foot
d1-saddle = • a change in peeing, pooing or feeling between your legs
d1-fever = • fever or feeling very unwell

label-nothing-new = Nothing new – start
label-yes-not-sure = Yes or not sure
label-start = Start
label-change = Change today
label-not-today = Not today
label-changed-mind = I'd like to after all
label-one-minute = One minute
label-sore-day = Sore day
label-why = Why these?
label-ready-for-more = Ready for more?
label-just-walk = Just the walk
label-carry-on = Carry on
label-start-again = Start again
label-enough = That's enough today
label-look-again = Look again
label-easy-day = Easy day
label-full-routine = Full routine

## Why these?

why-title = <b>Why these?</b>
why-line = { $name }: { $reason }

## What is different from last time

changes-up = { $name } steps up: { $dose }. Three good sessions in a row. Too much? Tap Easier.
changes-pain = { $name } is easier today, as it hurt more than usual last time.
changes-morning = { $name } is easier today, as the next morning was more sore.
changes-morning-all = The moves are easier today, as the next morning was more sore.
changes-form = { $name } is easier today, until the form stays good.
changes-rests = { $name } is back after its rest, and easier.
changes-offer = { $name } has been a bit sore four times in a row. Tap Easier if you like.
changes-easy-week = This is an easier week: gentle forms, and half as much.
changes-high-pain = Your back is quite sore these weeks, so the session is short and gentle.
changes-away-same = Welcome back. Days off count too. Nothing extra to catch up on.
changes-away-repeat = Welcome back. It's been a few days. Life happens. Today is as last time, and nothing steps up.
changes-away-light = It has been some days since a whole session, so nothing steps up today.
changes-away-down = Welcome back. It's been a while. Life happens. I've made the session a bit easier, so you can ease back in.
changes-away-phase = Welcome back. It's been some weeks. Life happens. This part of the plan starts again, a bit easier.
changes-away-start = Welcome back. It's been a long time. Life happens. The plan starts again from week 1, gently.

## The morning after

morning-ask = First: how is your back after last time?
label-morning-usual = Usual or better
label-morning-bit = A bit more sore
label-morning-lot = A lot more sore
label-morning-unanswered = Not answered
label-skip-question = Skip this

## Ready for more?

more-title = <b>Ready for more?</b> A move steps up after three good sessions in a row and five days at its step. Two moves a session at most.
more-up = { $name }: steps up today.
more-turn = { $name }: has earned it. Two others step up first.
more-waits = { $name }: { $good } of { $of } good sessions, { $days } of { $least } days.
more-not-now = { $name }: stays as it is for now.
more-top = { $name }: is as far as it goes.
more-cap = { $name }: is as far as this part of the plan goes.
more-easy-week = This is an easier week. Nothing steps up in it.
more-easy-week-ends = This is an easier week. If your back has settled, you can end it now.
label-end-easy-week = End the easier week
