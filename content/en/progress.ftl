progress-title = <b>How it's going</b>
progress-week = Week { $week }.
progress-this-week = This week: { $sessions ->
    [one] 1 session
   *[other] { $sessions } sessions
    }, { $walks ->
    [one] 1 walk
   *[other] { $walks } walks
    }.
progress-in-all = In all: { $sessions ->
    [one] 1 session
   *[other] { $sessions } sessions
    }, { $walks ->
    [one] 1 walk
   *[other] { $walks } walks
    }.
progress-streak = { $days } days kept in a row. Rest days and pauses count, and one day off breaks nothing.
progress-wish = <b>{ $wish }: { $first } → { $latest }</b>
progress-wish-first = <b>{ $wish }: { $first } out of 10</b>
progress-pain = Your back in the week: { $first } out of 10 in the first one, { $latest } in the latest. Lower is easier.
progress-pain-small = A change this small says little yet.
progress-steps = { $name }: { $steps ->
    [one] 1 step up
   *[other] { $steps } steps up
    }
progress-milestone-sessions = { $count ->
    [one] Your first session is done.
   *[other] { $count } sessions so far.
    }
progress-milestone-weeks = { $count ->
    [6] Half of the twelve weeks.
   *[other] All twelve weeks.
    }
progress-enough = Three sessions a week already make a good week.
progress-nothing-yet = Nothing to show yet. Your first session will be here.

## The garden: the picture, and the same in words

garden-title = <b>Your garden</b>
garden-what = A leaf for each day kept, a bud for each walk. Days of rest and pauses count as kept.
garden-week = Week { $week }: { $kept ->
    [one] 1 day kept
   *[other] { $kept } days kept
    }, { $walks ->
    [one] 1 walk
   *[other] { $walks } walks
    }.
label-dark-picture = Dark picture
label-light-picture = Light picture
