"""Our own API, asked as programs of people's own ask it."""
