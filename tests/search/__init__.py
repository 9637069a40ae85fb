"""Proof of the room of searches."""
