# The ten exercises, in Lumbar's own words. The doses stand in ../exercises.toml.
#
# exercise-<id>            the name, with its parts: purpose, position, kit, step-1 …, feel, avoid, easier, harder,
#                          unsuitable, source.
# exercise-<id>-<form>     another form: its name, and any part that differs. A form with steps of its own has them all.
# Steps hold no figures: the dose stands on a line of its own above them.

exercise-stop = Stop for sharp pain, leg symptoms, dizziness or chest pain.
exercise-breathe = Keep breathing all the way through.
exercise-from-article = This dose is the article's own.
exercise-our-dose = This dose is our own choice. No clinician has checked it yet.

## Kit

kit-mat = mat or carpet
kit-cushion = cushion for your knee
kit-broomstick = broomstick
kit-band = light resistance band or cable
kit-anchor = door anchor
kit-none = nothing

## Doses. hold, hold_to (0 when there is none) in seconds; reps of the first set; sets how many; set_1 … of each.

dose-seconds = { $hold_to ->
    [0] { $hold ->
        [one] { $hold } second
       *[other] { $hold } seconds
    }
   *[other] { $hold }–{ $hold_to } seconds
    }
dose-count = { $reps ->
    [one] once
    [2] twice
   *[other] { $reps } times
    }
dose-falling = { $sets ->
    [2] { $set_1 } and { $set_2 }
   *[3] { $set_1 }, { $set_2 } and { $set_3 }
    }
dose-hold = { dose-seconds }
dose-hold-side = { dose-seconds } a side
dose-hold-times = { dose-seconds }, { dose-count }
dose-hold-times-side = { dose-seconds } a side, { $reps } each
dose-hold-sets = { dose-seconds }, { dose-count }, { $sets } sets
dose-hold-sets-side = { dose-seconds } a side, { $reps } each, { $sets } sets
dose-hold-falling = { dose-seconds }, { dose-falling } times
dose-hold-falling-side = { dose-seconds }, { dose-falling } a side
dose-times = { dose-count }, slowly
dose-times-side = { $reps } a side, slowly
dose-times-sets = { dose-count }, slowly, { $sets } sets
dose-times-sets-side = { $reps } a side, slowly, { $sets } sets
dose-cat-camel-times = { $reps } slow rounds
dose-glute-bridge-hold-times = { dose-seconds } at the top, { dose-count }
dose-glute-bridge-hold-sets = { dose-seconds } at the top, { dose-count }, { $sets } sets
dose-glute-bridge-hold-falling = { dose-seconds } at the top, { dose-falling } times
dose-glute-bridge-hold-sets-side = { dose-seconds } with each foot up, { dose-count }, { $sets } sets
dose-dead-bug-times-side = { $reps } a side, 3 seconds down

## 1 Draw-in

exercise-draw-in = Draw-in
    .purpose = A gentle first step to find your tummy muscles.
    .position = Lying on your back
    .kit = A mat or carpet.
    .step-1 = Lie on your back, knees bent, feet flat.
    .step-2 = Rest your fingertips just inside the front of your hips.
    .step-3 = Breathe out and draw your lower tummy in a little.
    .step-4 = Keep it there and keep breathing. Your hips stay still.
    .step-5 = Let go slowly. Then go again.
    .feel = You should feel your tummy firm up under your fingers.
    .avoid = Try not to hold your breath or press your back down hard.
    .easier = Hold for less time, and do fewer.
    .harder = Do it sitting or standing, and later as a start to other moves.
    .unsuitable = Leave it out if lying on your back makes your pain worse. Do it sitting instead.
    .source = Section 1 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-draw-in-sitting = Draw-in, sitting
    .position = Sitting or standing
    .kit = A chair, or none at all.
    .step-1 = Sit tall, or stand with soft knees.
    .step-2 = Rest your fingertips just inside the front of your hips.
    .step-3 = Breathe out and draw your lower tummy in a little.
    .step-4 = Keep it there and keep breathing. Let your shoulders rest.
    .step-5 = Let go slowly. Then go again.
exercise-draw-in-set-up = Draw-in, as a start
    .purpose = A few slow ones set you up for the moves to come.

## 2 Cat-camel

exercise-cat-camel = Cat-camel
    .purpose = An easy warm-up. Many people feel less stiff after it.
    .position = On hands and knees
    .kit = A mat or carpet.
    .step-1 = Start on your hands and knees.
    .step-2 = Breathe out, round your back up and let your head hang.
    .step-3 = Breathe in, let your tummy sink and lift your head a little.
    .step-4 = Move slowly from one to the other. Stay well inside what is easy.
    .feel = You should feel your back move, with no strain.
    .avoid = Don't push to the end of the movement.
    .easier = Do it on a chair, or go half as far.
    .harder = There is no harder form. It stays a warm-up.
    .unsuitable = Sore wrists or knees? Do it on a chair. If rounding or arching hurts, go half as far that way.
    .source = Section 2 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-cat-camel-seated = Cat-camel on a chair
    .position = Sitting on a chair
    .kit = A chair.
    .step-1 = Sit near the front of a chair, hands on your thighs.
    .step-2 = Breathe out, round your back and let your chin drop.
    .step-3 = Breathe in, sit tall and lift your chest a little.
    .step-4 = Move slowly from one to the other. If one way is sore, go half as far that way.
exercise-cat-camel-half = Cat-camel, half as far
    .step-1 = Start on your hands and knees.
    .step-2 = Breathe out and round your back up, half as far as you could.
    .step-3 = Breathe in and let your tummy sink, half as far as you could.
    .step-4 = Move slowly from one to the other. Go less far the way that is sore.

## 3 Bird dog

exercise-bird-dog = Bird dog
    .purpose = Helps your back muscles keep going for longer.
    .position = On hands and knees
    .kit = A mat or carpet.
    .step-1 = Start on your hands and knees.
    .step-2 = Lightly firm your tummy as if about to cough, and keep breathing.
    .step-3 = Slide one arm forward and the other leg back until both are straight.
    .step-4 = Stay as still as if you had a cup of tea on your back. Hold.
    .step-5 = Come back slowly, then do the other arm and leg.
    .feel = You should feel your back and { $BUM } working, and your tummy firm.
    .avoid = Try not to lift the leg higher than your body or let your back sag.
    .easier = Move just one arm, or just one leg.
    .harder = More holds of ten seconds, then small squares in the air.
    .unsuitable = Sore wrists? Use your fists, or lift a leg only. Sore shoulder? Lift a leg only. Sore knees? Add a cushion.
    .source = Section 3 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-bird-dog-leg-or-arm = Bird dog, one arm or one leg
    .step-1 = Start on your hands and knees. Sore wrists? Use your fists. Sore knees? Add a cushion.
    .step-2 = Lightly firm your tummy as if about to cough, and keep breathing.
    .step-3 = Slide one leg back, or reach one arm forward. Just one.
    .step-4 = Keep the rest of you still. Hold.
    .step-5 = Come back slowly, then do the other side.
exercise-bird-dog-squares = Bird dog with squares
    .step-1 = Start on your hands and knees.
    .step-2 = Lightly firm your tummy as if about to cough, and keep breathing.
    .step-3 = Slide one arm forward and the other leg back until both are straight.
    .step-4 = Draw small squares in the air with hand and foot. The rest stays still.
    .step-5 = Come back slowly, then do the other arm and leg.
exercise-bird-dog-fists = Bird dog on your fists
    .step-1 = Start on your fists and knees, wrists straight. Sore knees? Add a cushion.
    .step-2 = Lightly firm your tummy as if about to cough, and keep breathing.
    .step-3 = Slide one arm forward and the other leg back until both are straight. Or move just the leg.
    .step-4 = Stay as still as if you had a cup of tea on your back. Hold.
    .step-5 = Come back slowly, then do the other side.
exercise-bird-dog-cushion = Bird dog on a cushion
    .kit = A mat or carpet, and a cushion for your knees.
    .step-1 = Start on your hands and knees, with a cushion under your knees.
    .step-2 = Lightly firm your tummy as if about to cough, and keep breathing.
    .step-3 = Slide one arm forward and the other leg back until both are straight.
    .step-4 = Stay as still as if you had a cup of tea on your back. Hold.
    .step-5 = Come back slowly, then do the other arm and leg.
exercise-bird-dog-leg = Bird dog, leg only
    .step-1 = Start on your hands and knees. Fists or a cushion are fine.
    .step-2 = Lightly firm your tummy as if about to cough, and keep breathing.
    .step-3 = Slide one leg back until it is straight. Both hands stay down.
    .step-4 = Keep the rest of you still. Hold.
    .step-5 = Come back slowly, then do the other leg.

## 4 Glute bridge

exercise-glute-bridge = Glute bridge
    .purpose = Bridges strengthen your hips, which share the work with your back.
    .position = Lying on your back
    .kit = A mat or carpet.
    .step-1 = Lie on your back, knees bent, feet flat.
    .step-2 = Squeeze your buttocks.
    .step-3 = Lift your hips until your thighs and body make one line.
    .step-4 = Hold at the top, keep breathing, and lower slowly.
    .feel = You should feel it in your { $BUM }. Cramp behind the thigh? Bring your feet closer.
    .avoid = Try not to push so high that your back arches.
    .easier = Lift only half as high.
    .harder = Longer holds, then march with one foot at a time.
    .unsuitable = If arching your back hurts, stay at half height.
    .source = Section 4 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-glute-bridge-half = Half bridge
    .step-1 = Lie on your back, knees bent, feet flat.
    .step-2 = Squeeze your buttocks.
    .step-3 = Lift your hips half as high as you could.
    .step-4 = Hold there, keep breathing, and lower slowly.
exercise-glute-bridge-marching = Marching bridge
    .step-1 = Lie on your back, knees bent, feet flat.
    .step-2 = Squeeze your buttocks and lift your hips.
    .step-3 = Lift one foot a little. Keep your hips level. Hold.
    .step-4 = Put it down, then lift the other foot. Lower your hips to rest.

## 5 Dead bug

exercise-dead-bug = Dead bug
    .purpose = Helps you hold your middle steady while your arms and legs move.
    .position = Lying on your back
    .kit = A mat or carpet.
    .step-1 = Lie on your back, arms up to the ceiling.
    .step-2 = Lift your knees over your hips, shins level.
    .step-3 = Gently rest your lower back on the floor.
    .step-4 = Slowly lower one arm and the other leg, as far as your back stays down.
    .step-5 = Come back up, then do the other arm and leg.
    .feel = You should feel your tummy working. Your back stays at rest.
    .avoid = Try not to let your back lift off, or hold your breath.
    .easier = Keep your feet down, and move one arm or one heel.
    .harder = Pause low down, then straighten the leg a little more.
    .unsuitable = Leave it out if lying on your back makes your pain worse.
    .source = Section 5 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-dead-bug-one-limb = Dead bug, feet down
    .step-1 = Lie on your back, knees bent, feet flat.
    .step-2 = Gently rest your lower back on the floor.
    .step-3 = Slide one heel away, or take one arm back. Just one.
    .step-4 = Go only as far as your back stays down.
    .step-5 = Come back slowly, then do the other side.
exercise-dead-bug-straighter = Dead bug, longer leg
    .step-1 = Lie on your back, arms up to the ceiling.
    .step-2 = Lift your knees over your hips, shins level.
    .step-3 = Gently rest your lower back on the floor.
    .step-4 = Slowly lower one arm and the other leg. Let that leg go straighter. Hold.
    .step-5 = Come back up, then do the other arm and leg.

## 6 Side plank

exercise-side-plank = Side plank on your knees
    .purpose = Builds up the muscles at the side of your body.
    .position = Lying on your side
    .kit = A mat or carpet.
    .step-1 = Lie on your side, knees bent, elbow under your shoulder.
    .step-2 = Press into your forearm and your lower knee.
    .step-3 = Lift your hips so that head, hips and knees make one line.
    .step-4 = Hold and keep breathing. Lower slowly, then turn over.
    .feel = You should feel the side nearest the floor working.
    .avoid = Try not to let your hips sag or roll forward.
    .easier = Stand with your forearm on a wall.
    .harder = Longer holds, then on your feet and forearm.
    .unsuitable = Sore shoulder, or can't get down to the floor? Use the wall.
    .source = Section 6 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-side-plank-wall = Side plank at the wall
    .position = Standing
    .kit = A wall.
    .step-1 = Stand side on to a wall, forearm on it at shoulder height.
    .step-2 = Step your feet a little way out.
    .step-3 = Lean in and make one straight line from head to feet.
    .step-4 = Hold and keep breathing. Step in, then change sides.
    .feel = You should feel the side nearest the wall working.
exercise-side-plank-feet = Side plank on your feet
    .step-1 = Lie on your side, legs straight, elbow under your shoulder.
    .step-2 = Put your top foot just in front of the other.
    .step-3 = Lift your hips so that head, hips and feet make one line.
    .step-4 = Hold and keep breathing. Lower slowly, then turn over.

## 8 Pallof press

exercise-pallof-press = Pallof press
    .purpose = Builds strength to steady your body when something pulls you sideways.
    .position = Standing
    .kit = A light band with a door anchor, or a cable. No band? Skip this one.
    .step-1 = Fix the band at chest height. Stand side on to it.
    .step-2 = Hold the end at your chest with both hands. Step away until it pulls.
    .step-3 = Lightly firm your tummy and keep breathing.
    .step-4 = Press your hands straight out in front. Don't let the band turn you. Hold.
    .step-5 = Bring your hands back slowly. Do all on one side, then turn round.
    .feel = You should feel your tummy and sides working to keep you straight.
    .avoid = Try not to twist, lean, or lock your knees.
    .easier = Keep your hands at your chest and just hold.
    .harder = Longer holds, then the next band.
    .unsuitable = Skip it if you have no band, or if your shoulder hurts.
    .source = Section 8 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-pallof-press-chest = Band hold at your chest
    .step-1 = Fix the band at chest height. Stand side on to it.
    .step-2 = Hold the end at your chest with both hands. Step away until it pulls.
    .step-3 = Lightly firm your tummy and keep breathing.
    .step-4 = Keep your hands at your chest. Don't let the band turn you. Hold.
    .step-5 = Step in to rest. Do all on one side, then turn round.
exercise-pallof-press-next-band = Pallof press, next band
    .kit = The next stronger band with a door anchor, or a little more on the cable.

## 9 Hip-flexor stretch

exercise-hip-flexor-stretch = Hip-flexor stretch
    .purpose = A comfortable stretch for the front of the hip. You can leave it out.
    .position = Kneeling on one knee
    .kit = A mat or carpet, and a cushion for your knee.
    .step-1 = Kneel on one knee, the other foot flat in front of you.
    .step-2 = Tuck your { $BUM } under a little.
    .step-3 = Lean forward gently until the front of your hip stretches.
    .step-4 = Stay there and keep breathing. Then change sides.
    .feel = You should feel a mild stretch at the front of the hip you kneel on.
    .avoid = Try not to arch your back or bounce.
    .easier = Do it standing, one foot behind you.
    .harder = There is no harder form. It stays a stretch.
    .unsuitable = If kneeling hurts, do it standing.
    .source = Section 9 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-hip-flexor-stretch-standing = Hip stretch, standing
    .position = Standing
    .kit = A chair or wall to hold on to.
    .step-1 = Hold on to a chair. Take one long step forward.
    .step-2 = Tuck your { $BUM } under a little.
    .step-3 = Bend the front knee until the front of your back hip stretches.
    .step-4 = Stay there and keep breathing. Then change sides.
    .feel = You should feel a mild stretch at the front of the hip behind you.

## 10 Prone cobra

exercise-prone-cobra = Prone cobra
    .purpose = Helps your upper and lower back keep going through the day.
    .position = Lying on your front
    .kit = A mat or carpet.
    .step-1 = Lie on your front, arms by your sides.
    .step-2 = Turn your thumbs up and your palms out.
    .step-3 = Draw your shoulder blades down and together.
    .step-4 = Lift your chest a little way. Look down at the floor.
    .step-5 = Hold and keep breathing. Lower slowly.
    .feel = You should feel your shoulder blades and back working.
    .avoid = Try not to lift high or tip your head back.
    .easier = Hold for a few seconds at a time.
    .harder = Longer holds, then with your arms out to the side.
    .unsuitable = Skip it if you can't lie on your front, or if arching your back hurts. Sore shoulder? Arms by your sides.
    .source = Section 10 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-prone-cobra-low = Prone cobra, short holds
    .step-1 = Lie on your front, arms by your sides.
    .step-2 = Turn your thumbs up and your palms out.
    .step-3 = Draw your shoulder blades down and together.
    .step-4 = Lift your chest just off the floor. Look down.
    .step-5 = Hold for a short time, lower, and go again. Build up bit by bit.
exercise-prone-cobra-arms-out = Prone cobra, arms out
    .step-1 = Lie on your front, arms straight out to the sides.
    .step-2 = Turn your thumbs up to the ceiling.
    .step-3 = Draw your shoulder blades down and together.
    .step-4 = Lift your chest and arms a little way. Look down at the floor.
    .step-5 = Hold and keep breathing. Lower slowly.

## 11 Hip hinge

exercise-hip-hinge = Hip hinge
    .purpose = Useful practice for your hips. Rounding your back is normal too.
    .position = Standing
    .kit = A broomstick.
    .step-1 = Stand tall. Hold a broomstick along your back.
    .step-2 = Let it touch your head, upper back and tailbone.
    .step-3 = Soften your knees and push your hips back.
    .step-4 = Tip forward as far as the stick still touches in all three spots.
    .step-5 = Stand up again slowly.
    .feel = You should feel the backs of your thighs and your { $BUM }.
    .avoid = No need to go low. If the stick comes away, go less far.
    .easier = Push your { $BUM } back to a wall.
    .harder = More of them, then lift a light thing from a chair.
    .unsuitable = If bending hurts, make it small. Sore shoulder, or no broomstick? Use the wall.
    .source = Section 11 of the article. Our notes: docs/care.md 5.4 and 7.
exercise-hip-hinge-wall = Hip hinge to the wall
    .kit = A wall.
    .step-1 = Stand with your back to a wall, one short step away.
    .step-2 = Put your hands on your hips and soften your knees.
    .step-3 = Push your hips back until your { $BUM } meets the wall.
    .step-4 = Keep your chest open and your neck long.
    .step-5 = Stand up again slowly.
exercise-hip-hinge-object = Hip hinge with a light thing
    .kit = A chair, and a light thing such as a book.
    .step-1 = Put a light thing on a chair in front of you.
    .step-2 = Stand close, feet under your hips.
    .step-3 = Push your hips back, bend your knees and reach down.
    .step-4 = Hold the thing close to you.
    .step-5 = Stand up slowly, then put it back the same way.
exercise-hip-hinge-small = Hip hinge, small
    .step-1 = Stand tall. Hold a broomstick along your back.
    .step-2 = Let it touch your head, upper back and tailbone.
    .step-3 = Soften your knees and push your hips back a little.
    .step-4 = Tip forward a little way only. Stop well before it is sore.
    .step-5 = Stand up again slowly.
