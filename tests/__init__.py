"""What twite claims, as sentences that run."""
