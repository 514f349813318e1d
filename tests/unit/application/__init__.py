"""What can be done, feature by feature, on the memory adapters."""
