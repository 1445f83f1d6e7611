"""Every table. Instants are UTC; ids are 128 random bits made by the application; what is health is sealed."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)
from typing_extensions import override

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """Milliseconds since 1970. SQLite drops the zone of a datetime without a word, so none is ever given one."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A naive datetime cannot be stored: {value!r}")
        return round(value.timestamp() * 1000)

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


Id = String(22)
ERROR_LENGTH = 200
LANGUAGE_LENGTH = 8
Sealed = LargeBinary
BOUND_TO = "bound to"
"""Of a sealed column: the column whose value names the row that its own is bound to."""
# SQLite numbers only INTEGER primary keys by itself; PostgreSQL wants the room of BIGINT.
Serial = BigInteger().with_variant(Integer, "sqlite")


def _sealed(name: str, row: str, *, nullable: bool = True) -> Column[bytes]:
    return Column(name, Sealed, nullable=nullable, info={BOUND_TO: row})


def _person(*, index: bool = True) -> Column[str]:
    return Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=index)


instance = Table(
    "instance",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

paces = Table(
    "paces",
    metadata,
    Column("name", String(43), primary_key=True),
    Column("free_at", BigInteger, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_hash", String(43), nullable=False, unique=True),
    _sealed("chat", "id", nullable=False),
    Column("data_key", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("language", String(LANGUAGE_LENGTH), nullable=False),
    Column("country", String(9)),
    Column("zone", String(64)),
    # standing
    Column("stage", String(12), nullable=False),
    Column("hold", Integer, nullable=False),
    Column("floor", Integer, nullable=False),
    Column("episode", Id),
    Column("held_since", UtcDateTime),
    Column("uncleared", Boolean, nullable=False),
    Column("mistaken", Boolean, nullable=False),
    # What a later version adds has a default, so that the version before it can go on writing rows meanwhile.
    Column("walks", Boolean, nullable=False, server_default=false()),
    Column("restricted", Text, nullable=False),
    Column("restricted_since", UtcDateTime),
    Column("left_out", Text, nullable=False, server_default="[]"),
    Column("paused_until", Date),
    Column("quiet_until", UtcDateTime),
    Column("easy_until", Date),
    Column("unreachable_since", UtcDateTime),
    # Nobody reads it any more; versions before this one do.
    Column("ignored", Integer, nullable=False, default=0),
    # the open question
    Column("step", String(22)),
    Column("question", String(40)),
    _sealed("asked", "id"),
    Column("asked_at", UtcDateTime),
    # the programme
    Column("started_on", Date),
    Column("checked_at", UtcDateTime),
    Column("screened_at", UtcDateTime),
    _sealed("course", "id"),
    # what they set
    Column("text_only", Boolean, nullable=False),
    Column("quiet_hours", String(11)),
    Column("remind_again", Boolean, nullable=False, server_default=false()),
    Column("dark", Boolean, nullable=False, server_default=false()),
    Column("sound", String(8)),
    # Whom nothing was heard of: who never agreed, who is to be given notice, who was.
    Column("noticed_at", UtcDateTime),
    Index("ix_people_stage_noticed_at_seen_at", "stage", "noticed_at", "seen_at"),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    _person(),
    Column("version", String(20), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
)

routines = Table(
    "routines",
    metadata,
    Column("id", Id, primary_key=True),
    _person(),
    Column("kind", String(12), nullable=False),
    Column("time", String(5), nullable=False),
    Column("weekend_time", String(5)),
    Column("until", String(5)),
    Column("every", Integer),
    Column("weekdays", Integer, nullable=False),
    Column("next_due", UtcDateTime),
    Column("next_date", Date),
    Index("ix_routines_next_due_id", "next_due", "id"),
    Index("uq_routines_person_id_kind", "person_id", "kind", unique=True),
)

slots = Table(
    "slots",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(80), nullable=False, unique=True),
    _person(index=False),
    Column("routine_id", Id, ForeignKey("routines.id", ondelete="SET NULL"), index=True),
    Column("kind", String(12), nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("date", Date, nullable=False),
    Column("outcome", String(20)),
    Column("closed_at", UtcDateTime),
    Index("ix_slots_person_id_due", "person_id", "due"),
)

practices = Table(
    "practices",
    metadata,
    Column("id", Id, primary_key=True),
    _person(index=False),
    Column("day", Date, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("state", String(8), nullable=False),
    Column("week", Integer, nullable=False),
    Column("letter", String(1), nullable=False),
    Column("position", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("judged", Boolean, nullable=False, server_default=false()),
    Index("ix_practices_person_id_day", "person_id", "day"),
)

practice_items = Table(
    "practice_items",
    metadata,
    Column("practice_id", Id, ForeignKey("practices.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("exercise", String(32), nullable=False),
    Column("level", Integer, nullable=False),
    Column("first", Boolean, nullable=False),
    Column("form", String(16)),
    Column("sets", String(24)),
    Column("state", String(8), nullable=False),
)

rungs = Table(
    "rungs",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("exercise", String(32), primary_key=True),
    Column("level", Integer, nullable=False),
    Column("since", Date, nullable=False),
    _sealed("footing", "exercise"),
)

pauses = Table(
    "pauses",
    metadata,
    Column("id", Id, primary_key=True),
    _person(),
    Column("first", Date, nullable=False),
    Column("last", Date),
)

timers = Table(
    "timers",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("card", String(16), primary_key=True),
    Column("seconds", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("paused_at", UtcDateTime),
    Column("paused_ms", Integer, nullable=False, server_default="0"),
    Column("move", Text),
    Index("ix_timers_next_at", "next_at"),
)

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", Id, primary_key=True),
    _person(index=False),
    Column("practice_id", Id, ForeignKey("practices.id", ondelete="SET NULL"), index=True),
    Column("kind", String(12), nullable=False),
    Column("state", String(8), nullable=False),
    _sealed("answers", "id", nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Index("ix_check_ins_person_id_kind", "person_id", "kind", "started_at"),
)

triage_events = Table(
    "triage_events",
    metadata,
    Column("id", Id, primary_key=True),
    _person(),
    Column("at", UtcDateTime, nullable=False),
    Column("rules", String(20), nullable=False),
    Column("source", String(40), nullable=False),
    _sealed("detail", "id", nullable=False),
)

IS_NEW = text("state = 'new'")
IS_ANNOUNCED = text("announcement_id IS NOT NULL")

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_hash", String(43)),
    _sealed("raw", "update_id"),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("error", String(ERROR_LENGTH)),
    Index("ix_inbox_state_update_id", "state", "update_id"),
    Index("ix_inbox_new", "chat_hash", "update_id", sqlite_where=IS_NEW, postgresql_where=IS_NEW),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Serial, primary_key=True),
    # The payload is bound to this id: `seq` is not known before the row is there.
    Column("ref", Id, nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("chat_hash", String(43), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("state", String(10), nullable=False),
    Column("slot_id", Id, ForeignKey("slots.id", ondelete="CASCADE"), index=True),
    _sealed("payload", "ref"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("tried_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("owner", String(22)),
    Column("lease_until", UtcDateTime),
    Column("twin", Boolean, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("message_id", BigInteger),
    Column("error", String(ERROR_LENGTH)),
    # No reference: SQLite adds none to a table that is there. What names an announcement that is gone is not sent.
    Column("announcement_id", Id),
    Index("ix_outbox_state_lane_not_before", "state", "lane", "not_before"),
    Index("ix_outbox_chat_hash_state", "chat_hash", "state"),
    Index(
        "ix_outbox_announcement_id_state",
        "announcement_id",
        "state",
        sqlite_where=IS_ANNOUNCED,
        postgresql_where=IS_ANNOUNCED,
    ),
)

announcements = Table(
    "announcements",
    metadata,
    Column("id", Id, primary_key=True),
    # The admin who wrote it.
    _person(),
    _sealed("text", "id", nullable=False),
    Column("state", String(8), nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("begun_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    # How many it was for when it began, and up to which person it is planned.
    Column("wanted", Integer, nullable=False),
    Column("last_id", Id, nullable=False),
    # When it was last looked how far it is, and what the admin was told then.
    Column("looked_at", UtcDateTime),
    Column("told", Integer, nullable=False),
    Index("ix_announcements_state", "state"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("chat_hash", String(43), primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
    Index("ix_erasures_erased_at", "erased_at"),
)

cards = Table(
    "cards",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("card", String(16), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Column("media", Boolean, nullable=False),
    Column("shows", String(64), nullable=False),
    Column("shown_at", UtcDateTime, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("file_id", Text, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    # Whom it admitted is not kept.
    Column("used_at", UtcDateTime),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(40), nullable=False),
)

stops = Table(
    "stops",
    metadata,
    Column("what", String(8), primary_key=True),
    Column("reason", String(12), primary_key=True),
    # Whose reasons they were is not kept.
    Column("times", Integer, nullable=False),
)
