# What was done yesterday, noted afterwards. No exercise is shown here.

yesterday-title = <b>Yesterday, { $date }</b>
yesterday-nothing = Nothing is noted.
yesterday-full = Session: { $moves ->
    [one] 1 move
   *[other] { $moves } moves
    }, { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    }.
yesterday-one_minute = A bit: { $moves ->
    [one] 1 move
   *[other] { $moves } moves
    }.
yesterday-easy = Easy day: { $moves ->
    [one] 1 move
   *[other] { $moves } moves
    }.
yesterday-walked = Walk: { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    }.
yesterday-stopped = Session: { $done } of { $moves } moves.
yesterday-by-hand = { $what } You added this.
yesterday-kept = It counts as a day kept.
yesterday-before = You were not here yet that day.
yesterday-saved = Saved.
yesterday-taken-back = Taken back. What you did with me stays.
label-yesterday-session = I did the session
label-yesterday-bit = I did a bit
label-yesterday-walk = A walk
label-yesterday-nothing = Nothing after all
