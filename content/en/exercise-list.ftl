# The list of exercises, and one card to read.

exercises-title = <b>The ten exercises</b>
exercises-tap = Tap one to read it.
exercises-name = <b>{ $name }</b>: { $purpose }
exercises-check-first = How to do them comes after a short safety check.
exercises-later = Later: { $name }
exercises-left-out = Later: { $name } (left out by the person who checked you)
exercises-to-read = To read. To do it, tap Do this now.
exercises-head = <b>{ $name }</b>
exercises-label = { $name }
exercise-part-purpose = { $text }
exercise-part-position = Position: { $text }
exercise-part-kit = You need: { $text }
exercise-part-feel = { $text }
exercise-part-avoid = { $text }
exercise-part-easier = <b>Easier:</b> { $text }
exercise-part-harder = <b>Harder:</b> { $text }
exercise-part-unsuitable = <b>Not for everyone:</b> { $text }
exercise-part-source = <i>{ $text }</i>
label-limits-changed = My limits have changed
label-safety-check = Do the safety check
label-do-now = Do this now
label-all-exercises = All exercises
