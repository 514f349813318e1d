"""Links to a new password, tries with a wrong one, and mails that are about no micropost."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Text

from twite.adapters.sql.types import Id, Utc

revision = "0007"
down_revision = "0006"

TOUCHES = {
    "twite_credentials": "short",
    "twite_mail": {"sqlite": "rewrite", "postgresql": "short"},
    "twite_resets": "new",
    "twite_mail_addresses": "new",
}


def upgrade() -> None:
    op.add_column(
        "twite_credentials", Column("wrong", Integer(), nullable=False, server_default="0")
    )
    op.add_column("twite_credentials", Column("wrong_since", Utc(), nullable=True))
    with op.batch_alter_table("twite_mail") as table:
        table.alter_column("micropost_id", existing_type=Id, nullable=True)
    op.create_table(
        "twite_resets",
        Column("token_hash", Text(), nullable=False),
        Column("user_id", Id, nullable=False),
        Column("offered_at", Utc(), nullable=False),
        Column("expires_at", Utc(), nullable=False),
        ForeignKeyConstraint(["user_id"], ["twite_users.id"], name=op.f("fk_twite_resets_user_id")),
        PrimaryKeyConstraint("token_hash", name=op.f("pk_twite_resets")),
    )
    op.create_index(op.f("ix_twite_resets_user_id"), "twite_resets", ["user_id"], unique=False)
    op.create_table(
        "twite_mail_addresses",
        Column("mail_id", Id, nullable=False),
        Column("email", Text(), nullable=False),
        ForeignKeyConstraint(
            ["mail_id"],
            ["twite_mail.id"],
            name=op.f("fk_twite_mail_addresses_mail_id"),
            ondelete="CASCADE",
        ),
        PrimaryKeyConstraint("mail_id", name=op.f("pk_twite_mail_addresses")),
    )


def downgrade() -> None:
    """Links, tries, and mails that are about no micropost are dropped."""
    op.drop_table("twite_mail_addresses")
    op.drop_index(op.f("ix_twite_resets_user_id"), "twite_resets")
    op.drop_table("twite_resets")
    op.execute("DELETE FROM twite_mail WHERE micropost_id IS NULL")
    with op.batch_alter_table("twite_mail") as table:
        table.alter_column("micropost_id", existing_type=Id, nullable=False)
    op.drop_column("twite_credentials", "wrong_since")
    op.drop_column("twite_credentials", "wrong")
