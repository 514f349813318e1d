"""twite over HTTP."""
