# What is not an exercise: sitting, walking, building up, recovery, and leg symptoms. Written for Lumbar in its own words.
# Each has its section of the article, and where our notes stand.

## 12 Sitting

habit-sitting = Sitting
    .intro = Your best position is your next one. There is no one right way to sit.
    .tip-1 = Slide your hips to the back of the chair.
    .tip-2 = Put a cushion behind your lower back, if it feels nice.
    .tip-3 = Rest both feet flat on the floor.
    .tip-4 = Change how you sit often. Stand up now and then.
    .section = 12
    .source = Section 12 of the article. Our notes: docs/care.md 7, row 10.

## 13 Walking

habit-walking = Walking
    .intro = Walking helps many people go longer before pain comes back.
    .tip-1 = The aim is 20–30 minutes of brisk walking a day. The article says so too.
    .tip-2 = Not there yet? Start with 10 minutes, and add 5 a week.
    .tip-3 = Brisk means you can still talk, but not sing.
    .tip-4 = Walk tall and let your arms swing as they like.
    .tip-5 = Two short walks are as good as one long one. Shorter is fine.
    .tip-6 = If your legs get heavy, numb or sore as you walk, tap New symptom.
    .section = 13
    .source = Section 13 of the article. Our notes: docs/care.md 5.5 and 7, row 11.

## 14 Building up

habit-progression = Building up
    .intro = Do it well first. More comes later.
    .tip-1 = First hold for longer. Then do more. A harder move comes last.
    .tip-2 = A move steps up after three good sessions. At most two moves step up at once.
    .tip-3 = Good means steady form, and a back that has settled by the next morning.
    .tip-4 = Too much? Tap Easier. Going down a step is part of the plan.
    .tip-5 = Missed some days? You don't need to catch up.
    .section = 14
    .source = Section 14 of the article. Our notes: docs/care.md 5.1 and 5.6.

## 7 Recovery

habit-recovery = Recovery
    .intro = Your body gets used to new work between sessions, not in them.
    .tip-1 = Two easy days a week are part of the plan.
    .tip-2 = Sleep as well as you can. A pillow by your knees helps some people.
    .tip-3 = Eat as you do when you feel well, and drink when you are thirsty.
    .tip-4 = A bit sore the next day is common. It should settle by the morning after.
    .tip-5 = On a sore day, do the easy moves and a short walk.
    .product = The article also puts in a word for drops that it names. That part is an advert. I don't recommend supplements for back pain. I have no evidence this one helps. Ask a pharmacist, above all if you take medicines, are pregnant or breastfeeding.
    .section = 7
    .source = Section 7 of the article. Our notes: docs/care.md 7, row 7.

## 15 Leg symptoms

habit-nerves = Tingling, numbness or leg pain
    .intro = Pain, tingling or numbness going down a leg is common with back pain. It often gets better with time. It needs a check, and that can't be done in a chat.
    .tip-1 = If it is new or worse, tap New symptom. Your exercises stop until someone has seen you.
    .tip-2 = See a { $DOCTOR } or { $PHYSIO } in the next few days.
    .tip-3 = A { $PHYSIO } can tell you which moves suit you.
    .tip-4 = Short walks are fine if they don't make your leg feel worse.
    .urgent = <b>Go to { $ED } or call { $EM } straight away if you notice any of these:</b>
    .urgent-1 = numbness or tingling around your genitals or bottom
    .urgent-2 = trouble peeing, or peeing or pooing without meaning to
    .urgent-3 = tingling, numbness or weakness in both legs
    .urgent-4 = a leg or foot getting weaker, or a foot you can't lift
    .section = 15
    .source = Section 15 of the article, with the warning signs it leaves out. Our notes: docs/care.md 2 and 7, rows 13 and 14.

## What the whole is about

habit-about = What this can do
    .intro = Getting stronger helps many people. Often nobody can point to one cause, and you don't need one to get better.
    .tip-1 = Many people feel and move better. Results vary.
    .tip-2 = It is often easier in 2–4 weeks. Strength takes 8–12 weeks or more.
    .source = The article's opening and closing words. Our notes: docs/care.md 7, rows 1, 12 and 17.
