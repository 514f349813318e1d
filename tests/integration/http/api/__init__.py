"""What programs use, on a world in memory."""
