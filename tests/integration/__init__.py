"""twite against the real world: databases, mail, browsers, processes."""
