"""The machine's own things: its clock, its chance, its processors, its mail."""
