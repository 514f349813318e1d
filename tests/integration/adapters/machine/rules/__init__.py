"""The rules of the machine, by what they are about: each is one command, or some of one kind."""
