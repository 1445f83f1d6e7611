# A back that has been sore for a while (docs/care.md 4.3).

soreness-easy-week = It has been a sorer week. It happens. The next seven days are easier: gentle forms, and half as much.
soreness-easier-week = The next seven days are easier: gentle forms, and half as much.
soreness-high = Your back has been quite sore. It's worth seeing a { $PHYSIO }, who can look at you and fit the moves to you. Sessions stay short and gentle meanwhile.
soreness-six-weeks = Six weeks in, and your back isn't clearly easier. That happens. It's worth seeing a { $PHYSIO }, who can look at you and fit the moves to you. You can keep going meanwhile.
soreness-third = Three sore days in a row. That happens. It's worth seeing a { $PHYSIO }, who can look at you and fit the moves to you. Two easy moves and a short walk are fine meanwhile.
flare-ask = That is the third sore day in a row. How much does your back hurt now?
label-easier-week = Easier week
