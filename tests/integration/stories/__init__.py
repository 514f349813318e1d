"""twite as people live with it: stories in real browsers, on a wide screen and on a telephone."""
