"""The outbox and those who work it off, in processes and threads."""
