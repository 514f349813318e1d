"""Rules and use cases, with no I/O."""
