"""Our own API: users and what is theirs, under addresses that lead to each other."""
