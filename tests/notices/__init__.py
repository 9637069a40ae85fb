"""Proof of the room of notices."""
