# The way in: welcome, country, consent, the first routine.

welcome = Hi, I'm Lumbar, a back-exercise coach. I send short home routines, walking reminders and quick check-ins.
welcome-program =
    Most back pain is not caused by anything serious, and moving a little each day is good for most backs.
    I'm a computer program, not a doctor or { $PHYSIO }. I can't examine you or tell you what is causing your pain.
welcome-next = First, a few safety questions. It takes about two minutes.
welcome-back = Welcome back.
welcome-back-week = You are in week { $week } of { $weeks }.
welcome-back-keep = The twelve weeks are done. Now it's about keeping it up.

country-ask = <b>Which country are you in?</b> Then I know which number to give you if you need help fast.
country-list = <b>Which country are you in?</b> Tap it, or type its name.
country-unknown = I don't know that country. Tap one, or type the name another way. If it isn't here, tap Somewhere else.

consent-text =
    To coach you I need to store what you tell me about your health: your pain scores, symptoms and sessions. I use this only to choose your next session and to know when to tell you to get help.
    
    Chats with bots on Telegram are not end-to-end encrypted. The person who runs this bot can see the data it stores. I don't sell it or use it for ads. You can see it, download it or delete it at any time.
    
    You can say no. Then I can't coach you, but I will show you the safety information.
consent-age = I'm made for people aged 18 or over. <b>Is it OK for me to use your health data for this?</b>
consent-thanks = Thank you. You can change your mind at any time with /delete.
consent-keyboard = The buttons at the bottom stay there. Tap <b>New symptom</b> whenever something is new or worse.

label-another-country = Another country
label-elsewhere = Somewhere else
label-how-data = How my data is used
label-when-to-get-help = When to get help
label-agree = I'm 18 or over and I agree
label-minor = I'm under 18
label-no-thanks = No thanks

placing-title = <b>Your first routine: { $moves ->
    [one] 1 move
   *[other] { $moves } moves
}, about { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}</b>
placing-now = Want to try it now? One minute is fine too.
