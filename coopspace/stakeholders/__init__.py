"""Stakeholders of a site and how they work with each other: the map that a site draws of itself.

A's view of B and B's view of A are two facts, on the seven levels of the continuum (DOMAIN §3).
Nothing is overwritten: each row says from when until when it stood.
"""
