# Wishes for today alone, and another move in the place of one.

today-change-kit = No floor, no band: the moves follow, for today only.
today-change-swap = Swap a move: another one of the same kind, for today only.

wish-no-floor = No floor today: sitting and standing moves.
wish-floor-again = The floor is fine again today.
wish-no-band = No band today: the band move is left out.
wish-band-again = The band is there again today.

label-swap = Swap a move
swap-which = Which move shall I swap? It is for today only.
swap-for = In place of { $name }, for today:
swap-line = <b>{ $name }</b>: { $purpose }
swap-none = There is no other move of that kind that suits you today. You can skip { $name } on its card, or make it easier.
swap-done = { $name } in place of { $other }, for today.
swap-back = { $name } is back.
