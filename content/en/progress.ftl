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
progress-streak = { $days } days in a row. Rest days don't break it.
progress-enough = Three sessions a week already make a good week.
progress-nothing-yet = Nothing to show yet. Your first session will be here.
