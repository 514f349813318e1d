"""The web site: pages for people, which work without a script."""
