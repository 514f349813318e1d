"""What goes over the wire, named and shaped as Mastodon's entities are."""
