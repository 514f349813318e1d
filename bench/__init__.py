"""How fast, beside a floor measured in the same run: `make bench`."""
