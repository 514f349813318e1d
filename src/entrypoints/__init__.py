"""Who calls: programs, browsers, the command line.  The only layer that composes."""
