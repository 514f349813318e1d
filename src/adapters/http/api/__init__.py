"""Mastodon's client API, which is our facade in other words."""
