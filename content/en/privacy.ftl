privacy-title = <b>Your data</b>
operator-unnamed = whoever gave you its link
privacy-who = This bot is run by { $OPERATOR }.
privacy-what = Kept: your Telegram chat, country, time zone, reminder times, answers about your health, and your sessions and walks.
privacy-why = They choose your next session and tell you when to get help. Nothing else.
privacy-where = Your answers are stored encrypted. The person who runs the bot can still read them.
privacy-share = They are not sold, shared or used for ads. No other company's AI reads your messages.
privacy-telegram = Chats with bots on Telegram are not end-to-end encrypted. What you type is read for warning signs and not stored.
privacy-how-long = How long: until you delete it, or 30 days after one notice when nothing was heard from you for six months. Then only a coded mark of your chat stays for a year, so that no old copy brings your data back.
privacy-rights = You can see it, take it with you, delete it or take back your agreement at any time. You can also complain to the data protection office of your country.
label-export = Send me my data
label-delete = Delete it all
label-withdraw = Take back my agreement

## Delete

delete-sure = <b>Delete everything about you?</b>
delete-what = Answers, sessions, walks and reminders go at once, for good. Delete this chat in Telegram too, on your side.
withdraw-sure = <b>Take back your agreement?</b>
withdraw-what = You can, at any time. I stop at once then, and delete everything about you: without it I may not keep it. If you only want a rest, pause instead.
label-pause-instead = Pause instead
delete-kept = Nothing was deleted.
delete-done = Done. Everything about you is deleted. You can start again any time with /start.
delete-nothing = Nothing about you is stored.
label-delete-all = Delete everything
label-keep = Keep it

## Why somebody pauses or leaves

why-ask = If you like, tell me why. You need not.
why-count = I keep only a count, and not that it was you.
why-noted = Noted. It counts only if you delete.
why-thanks = Thanks for telling me.
label-why-better = Back is better
label-why-time = No time
label-why-hard = Too hard
label-why-reminders = The reminders
label-why-other = Something else

## Six silent months

retention-silent = I have not heard from you for six months.
retention-notice = In 30 days I'll delete everything I keep about you. To keep it, tap below or write anything.
retention-kept = Good to hear from you. Everything stays as it was.
label-keep-data = Keep my data

## Export

export-caption = <b>Everything I keep about you</b>
export-files = Open it here, or on a computer. The file lumbar.txt is for reading. The others are for a spreadsheet or another program. Take care who sees it.
export-too-soon = { $hours ->
        [one] You asked for it less than a day ago, and it is further up in this chat. You can ask again in an hour.
       *[other] You asked for it less than a day ago, and it is further up in this chat. You can ask again in { $hours } hours.
    }
export-title = Everything Lumbar kept about you on { $date }
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
export-move-timer = { $name } is being timed, since { $time }.
export-held = Exercises are paused until a check.
export-level = { $name }: step { $level }, since { $since }, good sessions in a row: { $good }. { $more }
export-usual = Your usual pain: { $score } of 10
export-suits = What does not suit you: { $what }
export-wish = { $date }, for that day: { $what }
export-move = { $date }, for that day: { $name } in place of { $other }
export-left-out = Left out by the person who checked you: { $name }
export-withheld = Waiting after a check: { $name }
export-practices = Sessions and walks: { $count }
export-practice-full = { $date }: session, { $moves } moves, { $minutes } minutes
export-practice-one_minute = { $date }: one move
export-practice-easy = { $date }: easy day, { $moves } moves
export-practice-sore = { $date }: sore day, { $moves } moves
export-practice-rest = { $date }: rest day, { $moves } moves
export-practice-walk = { $date }: walk, { $minutes } minutes
export-pause = Days of rest: { $first } to { $last }
export-pause-open = Days of rest: since { $first }
export-check-ins = Your answers
export-kind-screen = { $date }: safety check
export-kind-effort = { $date }: how it was
export-kind-pain = { $date }: most pain
export-kind-hurt = { $date }: it hurt
export-kind-harm = { $date }: report of harm
export-kind-gate = { $date }: after a check
export-kind-follow-up = { $date }: while you wait for a check
export-kind-move = { $date }: which move it was
export-kind-morning = { $date }: the morning after
export-kind-setup = { $date }: about you
export-kind-weekly = { $date }: your week
export-kind-flare = { $date }: a third sore day
export-score-pain = • pain { $score } of 10
export-score-enjoyment = • in the way of enjoying life: { $score } of 10
export-score-activity = • in the way of everyday things: { $score } of 10
export-score-wish = • the one thing: { $score } of 10
export-score-wish-score = • how well it goes: { $score } of 10
export-score-flare = • pain { $score } of 10
export-answer = • { $question }: { $answer }
export-decision = { $date }: decided by rules { $rules } ({ $detail })
