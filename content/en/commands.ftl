# What Telegram shows beside each command, and about the bot.

bot-description = Short home routines for a sore lower back, walks and reminders. A safety check comes first. I'm a computer program, not a { $DOCTOR }. If something is badly wrong, call { $EM }.
bot-short-description = Short back routines, walks and reminders, with a safety check first.
command-start = Begin, or go on where you were
command-today = Today's session
command-exercises = All ten exercises
command-walk = Today's walk
command-checkin = How are you doing?
command-symptoms = Something is new or worse
command-progress = What you have done
command-settings = Times, days, clock, country
command-pause = No reminders for a while
command-resume = Reminders on again
command-gethelp = When to get help
command-faq = Questions people ask
command-privacy = What is kept about you, and why
command-about = What this is, and is not
command-export = Everything kept about you
command-delete = Delete everything about you
command-help = What I can do
command-cancel = Close the open question
