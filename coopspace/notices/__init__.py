"""Notices: what happened that concerns a person, wherever it happened (issue 8 §5, UX-8).

Rooms do not call this: what an act wrote is looked at just before its commit, and whoever it
concerns finds a line. A line says who, what and where, never the words.
"""
