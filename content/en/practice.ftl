# A practice: the card of a move, "It hurt", and the receipt.

move-title = <b>{ $number } of { $moves } · { $name }</b>
move-step = { $number }. { $step }

practice-easier = Here is an easier form, from now on.
practice-gentlest = This is the gentlest form already. Skip it if it doesn't feel right.
practice-here = That move is done. You are here:
practice-over = That session is over.
practice-check-again = Move { $number } of { $moves } is next. It has been a while, so one quick check first.
practice-nothing-left = There is no move for today that suits you yet. A short walk is fine.
practice-rests = That move rests for three days, after it left you a lot more sore.
practice-withheld = That move waits for now.
practice-unsuited = You said that this does not suit you. You can change that.
practice-back = { $name } no longer has to wait: your leg has stayed the same or better.

label-done = Done
label-easier = Easier
label-skip = Skip
label-hurt = It hurt

## It hurt (docs/care.md 4)

hurt-sorry = Sorry about that. Stop this move.
hurt-where = Where did you feel it?
hurt-how-much = How much does your back hurt now?
hurt-left-out = Leave that one for today. Here is the next.
hurt-easier-next-time = Leave that one for today. It will be easier next time. Here is the next.
hurt-joint = Leave that one for today. If the joint stays sore, ask a { $DOCTOR } or { $PHYSIO }. Here is the next.
hurt-which-joint = Which joint is it?
hurt-joint-form = Try it this way. It spares that joint, and I keep it in mind. Still sore? Leave it, and ask a { $DOCTOR } or { $PHYSIO }.
label-joint-wrist = Wrist
label-joint-knee = Knee
label-joint-shoulder = Shoulder
label-joint-other = Another joint
label-hurt-eased = Back only, and it eased
label-hurt-strong = Back only, still strong
label-hurt-leg = Into my { $BUM } or leg
label-hurt-joint = Wrist, knee or shoulder
label-hurt-unsure = Not sure

## The end

receipt-done = <b>Done:</b> { $moves ->
    [one] 1 move
   *[other] { $moves } moves
    }, { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
    }.
receipt-stopped = That's fine. You did { $done } of { $moves } moves.
receipt-kept = That keeps your day.
receipt-nothing-done = That's fine. You can start again any time.
receipt-pain-ask = During that session, what was the most your back hurt?
receipt-pain-scale = 0 is no pain. 10 is the worst pain you can think of.
receipt-move-ask = Which move was it?
receipt-effort-ask = How was it?
receipt-saved = Saved: { $what }.
receipt-most-pain = most pain { $score }
receipt-both = { $first }, { $second }
receipt-felt-easy = effort easy
receipt-felt-ok = effort OK
receipt-felt-hard = effort hard
receipt-felt-form = form lost now and then
receipt-effort-easy = It felt easy.
receipt-effort-ok = It felt OK.
receipt-effort-hard = It felt hard.
receipt-effort-form = You lost your form now and then. Fewer good ones are worth more.
receipt-undone = Taken back. You are here again:
receipt-too-late = That can't be taken back any more.
receipt-gone = That question is already answered.
label-effort-easy = Easy
label-effort-ok = OK
label-effort-hard = Hard
label-effort-form = Lost my form
label-undo = Undo
label-score = { $score }
