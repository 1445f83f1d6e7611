walk-aim = <b>Today's walk: { $minutes } minutes</b>
walk-aim-range = <b>Today's walk: { $least }–{ $most } minutes</b>
walk-pace = Go at a pace where you can still talk. Shorter is fine.
walk-brisk = Brisk, so that you can talk but not sing. Shorter is fine.
walk-caution = Walk only if it feels OK. Stop if it makes anything worse, and tap New symptom.
walk-going = Enjoy it. Tap Done when you are back.
walk-how-long = How many minutes? You can type it too.
walk-not-minutes = How many minutes was it? Type a number, such as 25.
walk-saved = Saved: you have walked { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    } today.
walk-skipped = That's fine. There is always another day.
label-walk-going = Going
label-walk-done = Done
label-walk-another = I walked again
label-minutes = { $minutes }
