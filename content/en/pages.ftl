# Help, about, lists of pages, and answers to what was not understood.

help-title = <b>What I can do</b>
help-today = /today: your session, with one quick check first
help-walk = /walk: today's walk
help-exercises = /exercises: all ten, to read
help-progress = /progress: what you have done
help-settings = /settings: times, days, country
help-pause = /pause and /resume: reminders off and on
help-privacy = /privacy, /export, /delete: your data
help-symptom = <b>Something new or worse? Tap New symptom.</b> Need help now? Tap Get help.
help-typing = You can also type: done, skip, easier, walked 25, 7:30.

about-title = <b>About Lumbar</b>
about-purpose = Lumbar is general exercise coaching for adults: short home routines, walks and reminders.
about-not = It is a computer program. It can't examine you. It is not for finding out what is wrong, for treatment or for watching an illness, and it takes no { $DOCTOR }'s place.
about-review = Clinical review: none yet. No clinician has checked these texts and rules.
about-rules = Safety rules: version { $version }.
about-source = The exercises follow one article, with corrections. Each page names its section. The program is open source, and its rules of care can be read there.

questions-title = <b>Questions people ask</b>
questions-line = • { $question }
questions-one = <b>{ $question }</b>
habits-title = <b>Good habits</b>
page-title = <b>{ $title }</b>
page-point = • { $text }
page-source = <i>{ $source }</i>

cancel-nothing = There is nothing to cancel.
cancel-done = OK, that is closed.
cancel-safety = This check is about your safety, so I keep it open. It takes a minute.

unknown-text = I didn't get that. I understand short words such as today, walk, done or 7:30.
unknown-rests = I didn't get that.
unknown-symptom = <b>If something is new or worse, tap New symptom.</b>
unknown-with-question = I didn't get that. If something is new or worse, tap New symptom. Here is the question again.
unknown-foreign = I only understand English. <b>If it is an emergency, go to { $ED } or call { $EM }.</b>
toast-already-answered = That question is already answered.
toast-deleted = Everything about you is deleted. You can start again with /start.
apology = Sorry, something went wrong on my side, and I couldn't read your last message. Please try again. If something is new or worse, tap New symptom.
access-refused = This bot is by invitation only. If you have an invitation, open its link.
too-many = That is more than I can read at once. I keep the first messages and leave out the rest for a few minutes. If something is new or worse, write it in one message. If it can't wait, call { $EM }.
only-in-private = I only work in a private chat, as this is about your health. Please message me there.
unreadable = I can't listen to or read that. If something has changed, tap New symptom.

label-today = Today
label-walk = Walk
label-new-symptom = New symptom
label-get-help = Get help
label-back = Back
label-help = Help
label-faq = Questions
label-habits = Good habits
label-about = About
label-what-it-does = What it can do
label-privacy = Privacy
label-all-questions = All questions
label-faq-exercise-with-pain = Exercise when it hurts?
label-faq-how-long = How long until it's stronger?
label-faq-plank = Is the plank OK?
label-faq-brace = Wear a back brace?
label-faq-worst-exercise = What is the worst exercise?
label-faq-supplements = Do supplements help?
label-faq-bend = Is it bad to bend?
