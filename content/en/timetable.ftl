# When to be reminded: setting it up, the clock, and days in words.

timetable-same = Same time tomorrow, { $time }?
timetable-when = When shall I remind you?
timetable-days = Monday to Friday. You can also type a time.
timetable-another = Type a time, such as 7:45 or 6pm.
timetable-not-a-time = I can't read that as a time. Type it like 7:45 or 6pm.
timetable-walk-at = And a walk reminder at { $time }, every day?
timetable-walk-with = And a walk with your session at { $time }, every day?
timetable-early = Backs are often stiff early. An hour after getting up suits most people.
timetable-set = <b>All set.</b>
timetable-change = Change it any time in Settings.
timetable-session = Session: { $time }, { $days }
timetable-session-weekend = Session: { $time }, at weekends { $weekend }, { $days }
timetable-breaks = Sitting breaks: { $times }, { $days }
timetable-walk = Walk: { $time }, { $days }
timetable-no-session = Session: no reminder
timetable-no-walk = Walk: no reminder
timetable-zone-set = Your clock is set. It's { $time } where you are.
timetable-gone-by = { $time } has already passed in { $place } today. Do it now?

label-yes = Yes
label-morning = Morning { $time }
label-midday = Midday { $time }
label-evening = Evening { $time }
label-another = Another
label-none = None
label-no-walks = No walk reminders
label-settings = Settings

## The clock

zone-which = Which place shares your clock?
zone-how = Tap one, type your city, or send your location. I look up the clock and keep no location.
zone-not-there = I can't find a clock for that place.
zone-unknown = I don't know that city. Try a bigger one near you.
zone-which-city = Which one?
zone-confirm = It's { $time } where you are, right? ({ $place })
label-zone = { $place }
label-city = { $city }, { $where }
label-city-clock = { $city }, { $place } time
label-zone-right = Yes
label-zone-wrong = No

country-now = That clock is used in another country. Which country are you in now?
country-now-why = A visit counts too. It decides which emergency numbers I give you. You can also type it.

## Days

day-today = today
day-tomorrow = tomorrow
day-date = { $day } { $month }
day-date-year = { $day } { $month } { $year }
days-workdays = Monday to Friday
days-every = every day
days-none = no days
days-and = { $days }, { $day }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
