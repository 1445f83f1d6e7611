# Why an exercise was chosen, and at this dose: one line for each rule of docs/care.md 5.

reason-phase = part of phase { $phase }, at its usual dose.
reason-first-week = new this week, so a gentle first dose.
reason-own = you have worked up to step { $level }.
reason-cap = you could do more. Phase { $phase } goes no higher yet.
reason-easier = an easier form for now.
reason-easy-week = an easier week, so less of it.
reason-after-check = kept gentle after your check.
reason-set-up = a short start to the other moves in phase { $phase }.
reason-short = one set only today, to keep the session short.
reason-no-floor = no need to get down on the floor.
reason-restricted = later. It waits after your check.
reason-left-out = later. The person who checked you said to leave it out.
reason-back = no longer has to wait. Your leg has stayed the same or better.
