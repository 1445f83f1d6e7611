# A report of harm. Only which of these it was, and when, is kept.

harm-what = Sorry. What happened?
harm-thanks = Thank you for telling me. It is noted: which of these it was, and when.
harm-tell-them = Please tell them too. They can look into it.

label-harm = This hurt me
label-harm-exercise = An exercise hurt me
label-harm-message = A reminder or message upset me
label-harm-missed = It missed something serious
label-harm-else = Something else
