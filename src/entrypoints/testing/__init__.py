"""For test suites: people, a stopped clock, a mailbox that remembers, and values to try."""
