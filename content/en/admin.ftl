# What only admins read, and what they tell everybody.

admin-title = <b>How it goes</b>
admin-agreed = { $count ->
        [one] One person uses Lumbar.
       *[other] { $count } people use Lumbar.
    }
admin-active = <b>Who is here</b>
admin-active-days = { $days ->
        [one] Last day: { $seen }. Of { $came } who came before it, { $stayed } stayed a day.
       *[other] Last { $days } days: { $seen }. Of { $came } who came before that, { $stayed } stayed { $days } days.
    }
admin-why-pause = <b>Why people paused</b>
admin-why-delete = <b>Why people left</b>
admin-reason = • { $reason }: { $times }
admin-reason-few = • { $reason }: one or two
admin-deliveries = <b>The last 24 hours</b>
admin-ends = Messages: { $sent } sent, { $dead } given up, { $expired } too late to send, { $cancelled } no longer wanted, { $unknown } unclear.
admin-reminders = Reminders: { $sent } sent, { $late } of them more than a minute late, the latest by { $minutes } min.
admin-dead = Dead letters of two days: { $inbox } that came in, { $outbox } to go out.
admin-backup = Last backup: { $hours ->
        [0] less than an hour ago.
        [one] an hour ago.
       *[other] { $hours } hours ago.
    }
admin-backup-none = Last backup: none yet.
admin-backup-not-wanted = Last backup: none is made by itself.
admin-content = Words and exercises: { $version }. Rules: { $rules }.
admin-reloaded = Read anew. From now on I say the words of { $version }.
admin-reloaded-same = Nothing has changed: still the words of { $version }.
admin-refused = The content has mistakes, so I keep the one I have.
admin-gap = • { $gap }
admin-gaps-more = { $count ->
        [one] and one more.
       *[other] and { $count } more.
    }
admin-refused-mend = Mend them, try "lumbar check content", then tap again.
label-announce = Tell everybody
label-reload = Reload content

## To everybody

announce-title = <b>From the person who runs this bot</b>
announce-what = What shall I tell everybody?
announce-plain = Type it as one message of up to { $limit } characters. It goes out as plain text. You see it first.
announce-too-long = That is { $length } characters long, and { $limit } fit.
announce-sure = { $count ->
        [0] Above is how it looks. Nobody would get it.
        [one] Above is how it looks. One person gets it.
       *[other] Above is how it looks. { $count } people get it.
    }
announce-whom = That is everybody who agreed, also while they pause reminders. Not who blocked the bot, or has a warning sign to see to. It waits while their night or their quiet hours last.
announce-warns = When people type such words, I take them for a warning sign. If they are about you, tap below.
announce-dropped = Nothing more is sent.
announce-going = <b>On its way</b>
announce-stopping = <b>Stopping</b>
announce-stopped = <b>Stopped</b>
announce-done = <b>Done</b>
announce-figures = { $sent } of { $wanted } have it.
announce-lost = Not reached, or not for sure: { $count }
label-announce-send = Send it to everybody
label-announce-change = Change it
label-announce-drop = Drop it
label-announce-stop = Stop
