"""A world to look at, made by chance and always the same: people who talk in many scripts."""
