# Answers and ways that more than one part of the chat uses.

label-no = No
label-not-sure = Not sure
label-none-of-these = None of these
label-ready = Ready
label-more = More
label-start-now = Start now
