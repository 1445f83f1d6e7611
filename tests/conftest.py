"""What every test stands on: zones from the pinned wheel, and properties that try the same examples each time."""

from hypothesis import settings

from bot.domain import schedule

schedule.use_pinned_zones()
settings.register_profile("lumbar", derandomize=True, deadline=None)
settings.load_profile("lumbar")
