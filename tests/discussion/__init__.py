"""Proof of the room of discussions."""
