# The safety check (docs/care.md 1), and "anything new or worse?" by itself.

checkin-ask = Anything <b>new or worse</b> since last time?
checkin-noted = All noted. If anything changes, tap New symptom.
label-nothing-to-note = Nothing new

screen-number = <b>Safety check · { $number } of { $total }</b>
screen-eligible =
    Tap any that are true for you.
    • Under 18
    • Pregnant, or gave birth in the last 3 months
    • Back surgery in the last 6 months
    • Broken bone in the spine, or brittle bones (osteoporosis)
    • Inflammatory arthritis of the spine
    • Heart or blood-pressure problem not under control
    • Told by a clinician not to exercise
    • First ever bout of back pain and over 55
screen-cleared = Has someone already said gentle back exercise is OK for you, with this?
screen-saddle =
    Anything <b>new or getting worse</b> here?
    • Numb, tingling or different feeling around your genitals, bottom or inner thighs (for example when you wipe)
    • Hard to start peeing, can't pee, or can't tell when you need to pee or poo
    • Peeing or pooing without meaning to
    • New loss of feeling during sex, or new trouble getting an erection
screen-exercise-ok = You said it's old, checked and not changed. Did they say exercise is OK?
screen-exercise-ok-again = You said it's old, checked and not changed. Has someone said exercise is OK in the last three months, and since it last changed?
screen-legs =
    Any tingling, numbness or pain in your legs or feet?
    A: ache in my { $BUM } or thigh only, no tingling.
    B: one leg: tingling, numb, burning, electric feeling, or pain below the knee.
    C: both legs.
screen-strength =
    Is a leg or foot weaker than usual? For example tripping, a foot that slaps or won't lift, a knee that gives way, can't stand on tiptoe.
    A: one leg, a bit.
    B: getting worse, foot or toes won't lift, leg gives way, or both legs.
screen-general =
    Any of these with your back pain?
    • Chest pain, or you collapsed or fainted
    • It began with a serious accident or big fall
    • Sudden, severe tummy-and-back pain
    
    Or one of the others:
    • Pain that never eases with rest or is worse at night
    • Worse when I cough, sneeze or poo
    • Pain between the shoulder blades
    • Fever or very unwell
    • Losing weight without trying
    • Have or had cancer
    • Weak immune system or injected drugs
    • Steroid tablets or brittle bones plus a fall or knock
    • New lump or change of shape
screen-general-ticks =
    Which ones? Tap all that fit.
    • Pain that never eases with rest or is worse at night
    • Worse when I cough, sneeze or poo
    • Pain between the shoulder blades
    • Fever or very unwell
    • Losing weight without trying
    • Have or had cancer
    • Weak immune system or injected drugs
    • Steroid tablets or brittle bones plus a fall or knock
    • New lump or change of shape
    
    Has a clinician checked this pain since, and said exercise is OK? Then tap that one twice, so that it says <b>Checked</b>.
screen-pain =
    How bad is your back pain now, 0–10?
    0 is no pain. 10 is the worst pain you can think of.
screen-function = Can you get up, wash, dress and sleep?

screen-done = <b>Safety check done, { $day } { $month }.</b>
screen-still-held = You told me about something before this check, and that still needs a person to look at it. So your exercises stay paused.
screen-return = Before you start again I ask the longer check. 6 taps.
screen-monthly = Every four weeks I ask the longer check again. 6 taps.
screen-after-mistake = OK. Let's go through the whole check again. Everything stays stopped until it is done.
screen-after-gate = Good. One last step: the safety check. If something was checked, is OK for exercise and has not changed, tap "Old, checked, not changed".
screen-nothing-open = There is no check to finish.

label-one-or-more = Yes, one or more
label-old = Old, checked, not changed
label-yes-limits = Yes, with limits
label-no-or-not-asked = No, or didn't ask
label-legs-ache = A: ache only, no tingling
label-legs-one = B: one leg
label-legs-both = C: both legs
label-strength-bit = A: one leg, a bit
label-strength-worse = B: worse, or won't lift
label-general-chest = Chest pain or collapse
label-general-accident = A serious accident or big fall
label-general-tummy = Sudden tummy and back pain
label-general-others = One of the others
label-with-difficulty = With difficulty
label-no-i-cannot = No, I can't

# What can be ticked. With "Checked: " before it a label has at most 30 characters.
label-ticked = ✓ { $item }
label-checked-since = Checked: { $item }
label-item-under-18 = Under 18
label-item-pregnant = Pregnant or just gave birth
label-item-surgery = Back surgery, last 6 months
label-item-bone = Broken or brittle bones
label-item-arthritis = Inflamed spine arthritis
label-item-heart = Heart or blood pressure
label-item-told-not = Told not to exercise
label-item-first-over-55 = First back pain, over 55
label-item-rest = Night or rest pain
label-item-cough = Cough, sneeze or poo
label-item-blades = Between the shoulders
label-item-fever = Fever or very unwell
label-item-weight = Losing weight
label-item-cancer = Cancer, now or before
label-item-immune = Weak immunity, drugs
label-item-bones = Fall or knock as above
label-item-lump = New lump or shape
