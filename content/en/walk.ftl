walk-aim = <b>Today's walk: { $minutes } minutes</b>
walk-aim-range = <b>Today's walk: { $least }–{ $most } minutes</b>
walk-aim-often = <b>Today's walk: { $minutes } minutes, { $fewest } or { $times } times</b>
walk-grown = That's { $more } minutes more than before, as you walked on three days or more.
walk-pace = Go at a pace where you can still talk. Shorter is fine.
walk-brisk = Brisk, so that you can talk but not sing. Shorter is fine.
walk-caution = Walk only if it feels OK. Stop if it makes anything worse, and tap New symptom.
walk-running = <b>Walking: { $done } of { $minutes } minutes.</b> { $dots }
walk-pocket = I'll tell you at half time and at the end.
walk-half = Half way. Time to turn back if you walked out.
walk-end = That's your walk: { $minutes } minutes.
walk-late = Saved: a walk of { $minutes } minutes, up to { $time }.
walk-too-short = Stopped. It was under a minute, so nothing is saved. That's fine.
timer-stopped = Stopped here. Nothing was saved.
walk-how-long = How many minutes? You can type it too.
walk-not-minutes = How many minutes was it? Type a number, such as 25.
walk-saved = Saved: you have walked { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    } today.
walk-skipped = That's fine. There is always another day.
label-walk-going = Start walk
label-walk-stop = Stop
label-walk-done = Done
label-walk-another = I walked again
label-minutes = { $minutes }
