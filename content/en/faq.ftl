# The article's five questions, answered anew. .question, .answer, and what they rest on.

faq-exercise-with-pain = Can I exercise when my back hurts?
    .answer = Yes. Moving gently is often better than staying in bed. Cat-camel or an easy walk can make you less stiff. Some discomfort is OK if it settles by the next morning. Stop for sharp pain, or pain that shoots down your leg, and tap New symptom.
    .source = The article's first question. Our notes: docs/care.md 4 and 7.
faq-how-long = When will my back feel stronger?
    .answer = It is often easier in 2–4 weeks. Strength takes 8–12 weeks or more. It varies, and good days and bad days are normal.
    .source = The article's second question. Our notes: docs/care.md 7, row 17.
faq-plank = Is the plank OK for me?
    .answer = For many people, yes. Try not to let your hips sag. Start on your knees, or stand with your forearm on a wall. Skip it if it hurts your shoulder or your back.
    .source = The article's third question. Our notes: docs/care.md 5.4 and 7.
faq-brace = Should I wear a back brace?
    .answer = Braces aren't usually recommended. If a clinician gave you one, follow their advice.
    .source = The article's fourth question. Our notes: docs/care.md 7, row 15.
faq-worst-exercise = What is the worst exercise for a sore back?
    .answer = There is no single worst one. Sit-ups aren't in this plan because other moves suit sore backs better. They aren't dangerous in themselves.
    .source = The article's fifth question. Our notes: docs/care.md 7, row 16.

# Asked often, though not in the article.
faq-supplements = Do supplements or drops help?
    .answer = I don't recommend supplements for back pain. Ask a pharmacist before you take any. That goes above all if you take medicines, are pregnant or breastfeeding.
    .source = Section 7 of the article. Our notes: docs/care.md 7, row 7.
faq-bend = Is it bad to round my back?
    .answer = No. Rounding your back is normal. The hip hinge is useful practice for your hips, and gives you one more way to bend.
    .source = Section 11 of the article. Our notes: docs/care.md 7, row 9.
