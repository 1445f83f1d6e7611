settings-title = <b>Settings</b>
settings-saved = Saved.
settings-saved-session = Saved: your session is at { $time }.
settings-saved-weekend = Saved: at weekends your session is at { $time }.
settings-saved-walk = Saved: your walk is at { $time }.
settings-saved-none = Saved: no reminder.
settings-weekend-time = When shall I remind you on Saturday and Sunday? You can also type a time.
settings-weekend-same = Saved: the same time at weekends.
settings-weekend-without = Your days have no Saturday or Sunday yet. Add them under Session days.
settings-again-on = No answer in an hour: I remind you once more
settings-again-off = No answer in an hour: I don't remind you again
settings-again-set = Saved: I remind you of a session once more.
settings-again-unset = Saved: I remind you of a session once.
settings-text-set = Saved: text only.
settings-pictures-set = Saved: cards come with pictures.
settings-zone = Your clock: { $time } ({ $place })
settings-no-zone = Your clock: not set yet
settings-country = Country: { $country }
settings-pictures = Exercise cards: with pictures
settings-text-only = Exercise cards: text only
settings-session-time = When shall I remind you of your session? You can also type a time.
settings-walk-time = When shall I remind you to walk? You can also type a time.
settings-session-days = On which days do you want a session?
settings-walk-days = On which days do you want to walk?
settings-break-days = On which days do you want breaks?
settings-days-now = Now: { $days }
settings-country-which = Which country are you in? You can also type it.
settings-country-unknown = I don't know that country. Try its English name.
settings-country-set = Saved: { $country }. Emergency numbers are those of this country now.
settings-typed-time = Shall I remind you of your session at { $time }?
label-session-time = Session time
label-session-days = Session days
label-walk-time = Walk time
label-walk-days = Walk days
label-weekend-time = Weekend time
label-weekend-same = Same as other days
label-quiet-hours = Quiet hours
label-again-on = Remind me once more
label-again-off = Remind me only once
label-breaks = Sitting breaks
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

## Quiet hours

quiet-off = Quiet hours: none
quiet-from-to = Quiet hours: { $first } to { $last }
quiet-which = When shall I stay quiet? Tap one, or type it like 22:00 to 7.
quiet-not-read = I can't read that. Type it like 22:00 to 7.
quiet-inside = That is inside your quiet hours, { $first } to { $last }. Pick another time, or change the quiet hours.
quiet-covers-session = Your session is at { $time }, inside those hours. Pick other hours, or change its time first.
quiet-covers-walk = Your walk is at { $time }, inside those hours. Pick other hours, or change its time first.
quiet-covers-breaks = A break is at { $time }, inside those hours. Pick other hours, or change its time first.
quiet-saved = Saved. I send nothing in those hours, unless you write.
quiet-saved-off = Saved: no quiet hours.
label-span = { $span }
label-quiet-off = No quiet hours

## The week's questions

settings-weekly-on = Questions about your week: on a rest day
settings-weekly-off = Questions about your week: none
settings-weekly-set = Saved: I ask about your week on a rest day.
settings-weekly-unset = Saved: no questions about your week.
label-weekly-on = Ask about my week
label-weekly-off = Don't ask about my week

## Sitting breaks

breaks-title = <b>Sitting breaks</b>
breaks-what = Do you sit a lot? I can nudge you to stand up now and then, four times a day at most.
breaks-most = Four a day at most, from the first time on. No answer needed.
breaks-which = From when to when? Tap one, or type it like 9 to 17:00.
breaks-not-read = I can't read that. Type it like 9 to 17:00.
breaks-saved-off = Saved: no sitting breaks.
breaks-skipped = OK. No more breaks today.
settings-no-breaks = Sitting breaks: none
label-switch-on = Switch on
label-switch-off = Switch off
label-every-minutes = Every { $minutes } min
label-break-hours = Hours
label-break-days = Days

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
