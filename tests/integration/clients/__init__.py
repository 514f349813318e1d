"""Clients that people really use, at a server of ours."""
