# Answers and ways that more than one part of the chat uses.

label-no = No
label-not-sure = Not sure
label-none-of-these = None of these
label-ready = Ready
label-more = More
label-start-now = Start now

# One thing: what somebody wants to do more easily.
label-wish-picking-up = Picking things up
label-wish-sitting = Sitting
label-wish-standing = Standing
label-wish-walking = Walking
label-wish-sleeping = Sleeping
label-wish-dressing = Getting dressed
label-wish-housework = Housework
label-wish-playing = Playing or sport
