# A move that is counted along: its card while a timer runs, and how somebody likes to be timed.

guide-ready = <b>{ $name }.</b> Get ready.{ guide-more } { $dots }
guide-place = <b>{ $name }{ guide-which }.</b> Slowly into place.{ guide-more } { $dots }
guide-hold = <b>{ $name }{ guide-which }. Hold.</b>{ guide-more } { $dots }
guide-more = { $more ->
    [0] { "" }
   *[other] { " " }+{ $more } s.
    }
guide-which = { $of ->
    [one] { "" }
   *[other] , { $number } of { $of }
    }{ $side ->
    [right] , right side
    [left] , left side
   *[none] { "" }
    }
guide-switch = <b>Switch sides.</b> { $side ->
    [left] Left now.
   *[right] Right now.
    }{ guide-more } { $dots }
guide-rest = <b>Rest</b>, { $seconds } seconds. { $dots }
guide-paused = <b>{ $name }: paused.</b> Tap Go on when you are back in place.
guide-over = <b>{ $name }: that was all of it.</b> Come out of it slowly. Then tap Done.
guide-stopped = Stopped here.
guide-sound = <b>{ $name }</b>: { $dose }. Press play. A tone says when to start, let go, rest or switch sides.
guide-listen = Press play below, and follow the tones.

label-start-timer = Start timer
label-start-sound = Start with sound
label-timer-pause = Pause
label-timer-go = Go on
label-timer-more = +{ $seconds } s
label-timer-stop = Stop

## How somebody likes to be timed

sound-which = How shall I time what you hold? Sound means one recording for each move. You press play, and need not look.
sound-saved = Saved.
settings-sound-off = Timer: a countdown
settings-sound-with = Timer: a countdown and sound
settings-sound-instead = Timer: sound instead of countdown
label-sound = Sound
label-sound-off = Countdown
label-sound-with = Countdown and sound
label-sound-instead = Sound instead of countdown
