"""Each port's contract, once, on every adapter."""
