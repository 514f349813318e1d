"""What is true, feature by feature."""
