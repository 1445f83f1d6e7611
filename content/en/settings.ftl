settings-title = <b>Settings</b>
settings-saved = Saved.
settings-zone = Your clock: { $time } ({ $place })
settings-no-zone = Your clock: not set yet
settings-country = Country: { $country }
settings-pictures = Exercise cards: with pictures
settings-text-only = Exercise cards: text only
settings-session-time = When shall I remind you of your session? You can also type a time.
settings-walk-time = When shall I remind you to walk? You can also type a time.
settings-session-days = On which days do you want a session?
settings-walk-days = On which days do you want to walk?
settings-days-now = Now: { $days }
settings-country-which = Which country are you in? You can also type it.
settings-country-unknown = I don't know that country. Try its English name.
settings-country-set = Saved: { $country }. Emergency numbers are those of this country now.
settings-typed-time = Shall I remind you of your session at { $time }?
label-session-time = Session time
label-session-days = Session days
label-walk-time = Walk time
label-walk-days = Walk days
label-set-zone = Time zone
label-set-country = Country
label-text-only = Text only
label-show-pictures = Show pictures
label-time = { $time }
label-no-reminder = No reminder
label-set-to = Yes, at { $time }
label-country = { $country }
label-day-on = { $day }: on
label-day-off = { $day }: off

## Pause

pause-how-long = How long shall I stay quiet?
pause-typed = Or type a date, such as 12 March.
pause-not-a-date = I can't read that as a date to come.
pause-until = Paused. Reminders come again { $day }.
pause-for-ever = Paused until you say so.
pause-meanwhile = Today and Walk still work whenever you like.
pause-kept = Your pause is saved.
reminders-rest = Session reminders rest until you've been checked.
resume-quiet = No reminders today. After that they are on again.
resume-back = Welcome back. Your reminders are on again.
resume-not-paused = Your reminders are not paused.
label-pause = Pause
label-pause-days = { $days ->
    [one] 1 day
   *[other] { $days } days
    }
label-pause-ever = Until I say so
label-resume = Resume now
