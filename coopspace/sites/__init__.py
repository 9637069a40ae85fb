"""Programmes, sites and who takes part: the unit of access (DOMAIN §1).

A site is one territory working on its change; its trio is one or more people of each college.
"""
