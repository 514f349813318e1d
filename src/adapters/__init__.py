"""How the world is reached: one folder a technology, each keeping the same promises."""
