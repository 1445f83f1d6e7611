# Reminders. Nothing about a back: they show on a locked screen.

nudge-session = Ready for today's routine? { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    }, { $moves ->
    [one] 1 move
   *[other] { $moves } moves
    }.
nudge-check = One quick check first.
nudge-morning = How are you after last time?
nudge-late = Running late: this was for { $time }. Still want it?
nudge-again = Still time for today's { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    }, if you like.
nudge-break = { $tip } Stand up for a minute?
break-tip = Your best position is your next one.
nudge-no-answer = No answer for a while. Keep the reminders, change the time, or pause?
nudge-kept = OK. They go on as they are.
nudge-walk = Time for a walk? Aim for { $minutes } minutes at a pace where you can still talk. Shorter is fine.
nudge-when = When shall I ask again?
nudge-snoozed = OK, I'll ask again at { $time }.
label-1-minute = 1 minute
label-later = Later
label-later-15 = 15 minutes
label-later-60 = 1 hour
label-later-evening = This evening, { $time }
label-break-done = Done
label-keep-reminders = Keep them
label-change-time = Change time
