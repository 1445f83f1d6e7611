privacy-title = <b>Your data</b>
operator-unnamed = whoever gave you its link
privacy-who = This bot is run by { $OPERATOR }.
privacy-what = Kept: your Telegram chat, country, time zone, reminder times, answers about your health, and your sessions and walks.
privacy-why = They choose your next session and tell you when to get help. Nothing else.
privacy-where = Your answers are stored encrypted. The person who runs the bot can still read them.
privacy-share = They are not sold, shared or used for ads. No other company's AI reads your messages.
privacy-telegram = Chats with bots on Telegram are not end-to-end encrypted. What you type is read for warning signs and not stored.
privacy-how-long = How long: until you delete it, or after six silent months and one notice.
privacy-rights = You can see it, take it with you or delete it at any time. You can also complain to the data protection office of your country.
label-export = Show my data
label-delete = Delete it all

## Delete

delete-sure = <b>Delete everything about you?</b>
delete-what = Answers, sessions, walks and reminders go at once, for good. Delete this chat in Telegram too, on your side.
delete-kept = Nothing was deleted.
delete-done = Done. Everything about you is deleted. You can start again any time with /start.
delete-nothing = Nothing about you is stored.
label-delete-all = Delete everything
label-keep = Keep it

## Export

export-title = <b>Your data, part { $part } of { $parts }</b>
export-since = Here since: { $date }
export-consent-yes = You agreed to the use of your health data.
export-consent-no = You have not agreed to the use of your health data.
export-country = Country: { $country }
export-zone = Time zone: { $zone }
export-no-zone = Time zone: none
export-language = Language: { $language }
export-week = Week of the plan: { $week }
export-walk-aim = Walk aimed at: { $minutes } minutes
export-walk-timer = A walk of { $minutes } minutes is being timed, since { $time }.
export-held = Exercises are paused until a check.
export-level = { $name }: step { $level }
export-suits = What does not suit you: { $what }
export-wish = { $date }, for that day: { $what }
export-move = { $date }, for that day: { $name } in place of { $other }
export-left-out = Left out by the person who checked you: { $name }
export-withheld = Waiting after a check: { $name }
export-practices = <b>Sessions and walks: { $count }</b>
export-practice-full = { $date }: session, { $moves } moves, { $minutes } minutes
export-practice-one_minute = { $date }: one move
export-practice-easy = { $date }: easy day, { $moves } moves
export-practice-rest = { $date }: rest day, { $moves } moves
export-practice-walk = { $date }: walk, { $minutes } minutes
export-pause = Days of rest: { $first } to { $last }
export-pause-open = Days of rest: since { $first }
export-check-ins = <b>Your answers</b>
export-kind-screen = { $date }: safety check
export-kind-effort = { $date }: how it was
export-kind-pain = { $date }: most pain
export-kind-hurt = { $date }: it hurt
export-kind-harm = { $date }: report of harm
export-kind-gate = { $date }: after a check
export-kind-follow-up = { $date }: while you wait for a check
export-score = • pain { $score } of 10
export-answer = • { $question }: { $answer }
export-decision = { $date }: decided by rules { $rules } ({ $detail })
