"""The first tables. Instants are milliseconds since 1970, UTC."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORKS_WITH = "0001"


def upgrade() -> None:
    _inbox()
    _instance()
    _media()
    _people()
    _audit()
    _cards()
    _consents()
    _practices()
    _routines()
    _rungs()
    _triage_events()
    _check_ins()
    _practice_items()
    _slots()
    _outbox()


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_hash", sa.String(length=43)),
        sa.Column("raw", sa.LargeBinary()),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("error", sa.String(length=200)),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_state_update_id", "inbox", ["state", "update_id"])


def _instance() -> None:
    op.create_table(
        "instance",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_instance"),
    )


def _media() -> None:
    op.create_table(
        "media",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_media"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("chat_hash", sa.String(length=43), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("country", sa.String(length=9)),
        sa.Column("zone", sa.String(length=64)),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("hold", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("episode", sa.String(length=22)),
        sa.Column("held_since", sa.BigInteger()),
        sa.Column("uncleared", sa.Boolean(), nullable=False),
        sa.Column("mistaken", sa.Boolean(), nullable=False),
        sa.Column("restricted", sa.Text(), nullable=False),
        sa.Column("paused_until", sa.Date()),
        sa.Column("quiet_until", sa.BigInteger()),
        sa.Column("easy_until", sa.Date()),
        sa.Column("unreachable_since", sa.BigInteger()),
        sa.Column("ignored", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=22)),
        sa.Column("question", sa.String(length=40)),
        sa.Column("asked", sa.LargeBinary()),
        sa.Column("asked_at", sa.BigInteger()),
        sa.Column("started_on", sa.Date()),
        sa.Column("checked_at", sa.BigInteger()),
        sa.Column("screened_at", sa.BigInteger()),
        sa.Column("text_only", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("chat_hash", name="uq_people_chat_hash"),
    )
    op.create_index("ix_people_seen_at", "people", ["seen_at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22)),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_audit_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_person_id", "audit", ["person_id"])


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("card", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("media", sa.Boolean(), nullable=False),
        sa.Column("shows", sa.String(length=64), nullable=False),
        sa.Column("shown_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_cards_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "card", name="pk_cards"),
    )


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_consents_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])


def _practices() -> None:
    op.create_table(
        "practices",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_practices_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_practices"),
    )
    op.create_index("ix_practices_person_id_day", "practices", ["person_id", "day"])


def _routines() -> None:
    op.create_table(
        "routines",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("next_due", sa.BigInteger()),
        sa.Column("next_date", sa.Date()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_routines_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_routines"),
    )
    op.create_index("ix_routines_next_due_id", "routines", ["next_due", "id"])
    op.create_index("ix_routines_person_id", "routines", ["person_id"])
    op.create_index("uq_routines_person_id_kind", "routines", ["person_id", "kind"], unique=True)


def _rungs() -> None:
    op.create_table(
        "rungs",
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("exercise", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_rungs_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "exercise", name="pk_rungs"),
    )


def _triage_events() -> None:
    op.create_table(
        "triage_events",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_triage_events_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_triage_events"),
    )
    op.create_index("ix_triage_events_person_id", "triage_events", ["person_id"])


def _check_ins() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("practice_id", sa.String(length=22)),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_check_ins_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name="fk_check_ins_practice_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_check_ins"),
    )
    op.create_index("ix_check_ins_person_id_kind", "check_ins", ["person_id", "kind", "started_at"])
    op.create_index("ix_check_ins_practice_id", "check_ins", ["practice_id"])


def _practice_items() -> None:
    op.create_table(
        "practice_items",
        sa.Column("practice_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("exercise", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name="fk_practice_items_practice_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("practice_id", "position", name="pk_practice_items"),
    )


def _slots() -> None:
    op.create_table(
        "slots",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("routine_id", sa.String(length=22)),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=20)),
        sa.Column("closed_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_slots_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["routine_id"], ["routines.id"], name="fk_slots_routine_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_slots"),
        sa.UniqueConstraint("key", name="uq_slots_key"),
    )
    op.create_index("ix_slots_person_id_due", "slots", ["person_id", "due"])
    op.create_index("ix_slots_routine_id", "slots", ["routine_id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22)),
        sa.Column("chat_hash", sa.String(length=43), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("slot_id", sa.String(length=22)),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("tried_at", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=22)),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("twin", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("error", sa.String(length=200)),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_outbox_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name="fk_outbox_slot_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
    )
    op.create_index("ix_outbox_chat_hash_state", "outbox", ["chat_hash", "state"])
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"])
    op.create_index("ix_outbox_slot_id", "outbox", ["slot_id"])
    op.create_index("ix_outbox_state_lane_not_before", "outbox", ["state", "lane", "not_before"])
