"""T4: somebody who is told for the third time in six weeks to see a clinician (docs/care.md 2.2)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

SPAN = timedelta(weeks=6)
THIRD = 3
REASON = "T4: third CONSULT in 6 weeks → only a new check clears it (2.2)"


def is_third(report: datetime, earlier: Iterable[datetime]) -> bool:
    """`earlier`: when each other CONSULT episode began. The same episode found again is one."""
    return 1 + sum(report - SPAN <= began <= report for began in earlier) >= THIRD
