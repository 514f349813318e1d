"""Microblogging as a library: users and microposts, and adapters for the rest."""
