# What suits me: what changes a move or leaves it out, until the person says otherwise (docs/care.md 5.7).

suits-title = <b>What suits me</b>
suits-tap = Tap what is true of you. Your moves follow it until you say otherwise.
suits-none = Nothing is changed or left out now.
suits-legs = Are your legs heavy or sore when you walk, and better once you sit? That needs a check first. Tap it below.
suits-saved = Saved. Your moves follow it from now on.

suits-no-floor = No floor: sitting and standing moves only.
suits-no-band = No band: the band move is left out.
suits-no-stick = No broomstick: the hip hinge is done at the wall.
suits-knees = Kneeling: bird dog on a cushion. Cat-camel on a chair, the stretch standing, side plank at the wall.
suits-wrists = Wrist: bird dog on your fists, cat-camel on a chair.
suits-shoulder = Shoulder: planks and hinges at the wall, bird dog with one leg only, no band press. Arms stay low.
suits-face-down = Face down: the cobra is left out.
suits-bending = Bending: cat-camel half as far, and small hip hinges.
suits-arching = Arching: no cobra, half bridges, cat-camel half as far. Short walks with rests are fine.
suits-dizzy = Dizzy: moves on a chair or standing. If it keeps happening, see a { $DOCTOR }.

label-suits = What suits me
label-suits-no-floor = No floor
label-suits-no-band = No band
label-suits-no-stick = No broomstick
label-suits-knees = Kneeling hurts
label-suits-wrists = Wrist sore
label-suits-shoulder = Shoulder sore
label-suits-face-down = Can't lie face down
label-suits-bending = Worse bending or sitting
label-suits-arching = Worse arching or standing
label-suits-dizzy = Dizzy getting up
label-suits-legs = Legs heavy when walking
