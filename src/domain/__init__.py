"""What is true: pure values, aggregates, events and rules, with no I/O, no clock and no chance."""
