"""twite inside another program."""
