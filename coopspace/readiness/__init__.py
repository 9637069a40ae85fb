"""Readiness: three preconditions and five conditions that each member judges, alone, then together.

From the training of the trios (the Quebec wording of « Collective Impact 3.0 »); the five of 2011
are a lens on the same answers. Spread before centre, and never one mark for the eight (DOMAIN §3).
"""
