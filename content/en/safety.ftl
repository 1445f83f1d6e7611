# Around the static safety texts of safety/: buttons, the way back, "show my answers". Clinical review: none yet.

held-no-longer = Nothing is paused for a check now. If something is new or worse, tap New symptom.

doubt-ask = Just checking. Is this a new symptom for you, today?
doubt-noted = Good, noted.
label-no-fine = No, I'm fine

walk-offer-yes = OK. I'll remind you to walk at { $time }, { $days }. You can change it in Settings.
walk-offer-no = That's fine. I won't remind you to walk while you wait.

gate-who = I'm glad you were seen. Who checked you?
gate-when = When was that?
gate-type-date = Or type the date, for example 12 March.
gate-not-a-day = I need a day up to today, for example 12 March. When was it?
gate-too-early = That was before you told me about this. Has someone checked you since? When was that?
gate-before = Thanks. This came up after that visit, so it needs a new check. Your exercises stay paused until then.
gate-ask-them = Thanks for telling me. Your exercises stay paused for now. Please ask them: "Is it OK for me to start gentle back exercise again?" When they say yes, tap I've been checked.
gate-limits = Which moves did they say to leave out? Tap each one, then Ready.
gate-limits-unsure = Tap Not sure if you don't know. Then only the gentlest moves stay, and you can ask them.
gate-limits-stay = Thanks for telling me. Your moves stay as they are. Please ask them: "Which back exercises are OK for me now?"
gate-cleared = Welcome back. The first seven days are easy ones.

label-checked = I've been checked
label-worse = It's got worse
label-answers = Show my answers
label-getting-help = I'm getting help
label-mistake = I tapped by mistake
label-finish-check = Finish the check
label-not-yet = Not yet
label-same = Same
label-better = Better
label-worse-or-new = Worse or new
label-hospital = Hospital
label-doctor = { $DOCTOR ->
    [doctor] Doctor
   *[other] { $DOCTOR } or doctor
}
label-physio = { $PHYSIO ->
    [physio] Physio
    [physiotherapist] Physiotherapist
   *[other] Physical therapist
}
label-other-professional = Other health professional
label-said-no = No
label-unsaid = We didn't talk about it
label-day-today = Today
label-yesterday = Yesterday
label-before-report = Before I told you

# "Show my answers": plain sentences for whoever sees them.
told-title = <b>My answers to the safety check, { $day } { $month }, { $time }</b>
told-nothing = You haven't answered the safety check yet. Tap New symptom to do it.
told-unfinished = (The check was not finished.)
told-wrote = <b>What I wrote about, { $day } { $month }, { $time }</b>
told-wrote-saddle = • A change of feeling around my genitals, bottom or inner thighs.
told-wrote-bladder = • A problem with peeing, pooing or sex.
told-wrote-both-legs = • A symptom in both legs.
told-wrote-weakness-severe = • A leg or foot that is getting weaker, gives way or won't lift.
told-wrote-chest = • Chest pain, trouble breathing or fainting.
told-wrote-weakness-mild = • A weak leg or foot.
told-wrote-nerve = • Tingling, numbness or pain going down a leg.
told-not-kept = (A computer program read it that way. It did not keep my message.)
told-checked = { $item } (A clinician has checked this pain since, and said exercise is OK.)
told-eligible-none = • No health condition from the list.
told-eligible-under-18 = • Under 18.
told-eligible-pregnant = • Pregnant, or gave birth in the last 3 months.
told-eligible-surgery = • Back surgery in the last 6 months.
told-eligible-bone = • Broken bone in the spine, or brittle bones (osteoporosis).
told-eligible-arthritis = • Inflammatory arthritis of the spine.
told-eligible-heart = • Heart or blood-pressure problem not under control.
told-eligible-told-not = • Told by a clinician not to exercise.
told-eligible-first-over-55 = • First ever bout of back pain and over 55.
told-cleared-yes = • Someone has said gentle back exercise is OK with this.
told-cleared-limits = • Someone has said gentle back exercise is OK with this, with limits.
told-cleared-no = • Nobody has said yet that back exercise is OK with this.
told-saddle-none = • Genitals, bottom, inner thighs, bladder, bowel, sex: nothing new or getting worse.
told-saddle-yes = • Genitals, bottom, inner thighs, bladder, bowel, sex: yes, one or more signs that are new or getting worse.
told-saddle-unsure = • Genitals, bottom, inner thighs, bladder, bowel, sex: not sure if something is new or getting worse.
told-saddle-old = • Genitals, bottom, inner thighs, bladder, bowel, sex: an old problem, checked, not changed.
told-saddle-ok-yes = • They said exercise is OK with it.
told-saddle-ok-again = • They said lately that exercise is OK with it.
told-saddle-ok-no = • Nobody has said that exercise is OK with it, or I didn't ask.
told-legs-none = • Legs and feet: no tingling, numbness or pain.
told-legs-ache = • Legs and feet: an ache in my { $BUM } or thigh only, no tingling.
told-legs-one = • Legs and feet: one leg, with tingling, numbness, burning, an electric feeling, or pain below the knee.
told-legs-both = • Legs and feet: tingling, numbness or pain in both legs.
told-legs-unsure = • Legs and feet: not sure about tingling, numbness or pain.
told-legs-old = • Legs and feet: an old problem, checked, not changed.
told-legs-ok-yes = • They said exercise is OK with it.
told-legs-ok-again = • They said lately that exercise is OK with it.
told-legs-ok-no = • Nobody has said that exercise is OK with it, or I didn't ask.
told-strength-none = • Strength: no leg or foot weaker than usual.
told-strength-bit = • Strength: one leg or foot a bit weaker than usual.
told-strength-worse = • Strength: getting worse, foot or toes won't lift, a leg gives way, or both legs.
told-strength-unsure = • Strength: not sure if a leg or foot is weaker than usual.
told-strength-old = • Strength: an old weakness, checked, not changed.
told-strength-ok-yes = • They said exercise is OK with it.
told-strength-ok-again = • They said lately that exercise is OK with it.
told-strength-ok-no = • Nobody has said that exercise is OK with it, or I didn't ask.
told-general-none = • With the back pain: none of the other signs I was asked about.
told-general-chest = • With the back pain: chest pain, collapse or fainting.
told-general-accident = • The pain began with a serious accident or a big fall.
told-general-tummy = • Sudden, severe tummy-and-back pain.
told-general-others = • With the back pain, from the list of other signs:
told-general-unsure = • With the back pain: not sure about the other signs I was asked about.
told-general-ticks-none = • None of them in the end.
told-general-ticks-rest = • Pain that never eases with rest or is worse at night.
told-general-ticks-cough = • Pain that is worse with a cough, a sneeze or pooing.
told-general-ticks-blades = • Pain between the shoulder blades.
told-general-ticks-fever = • Fever, or feeling very unwell.
told-general-ticks-weight = • Losing weight without trying.
told-general-ticks-cancer = • Have or had cancer.
told-general-ticks-immune = • Weak immune system or injected drugs.
told-general-ticks-bones = • Steroid tablets or brittle bones, and a fall or knock.
told-general-ticks-lump = • A new lump or a change of shape.
told-pain = • Back pain now: { $score } out of 10.
told-function-yes = • I can get up, wash, dress and sleep.
told-function-difficulty = • I can get up, wash, dress and sleep, with difficulty.
told-function-no = • I can't get up, wash, dress or sleep.
