"""The cooperation agreement: five sections written together, and what is settled beside the text.

From DOMAIN §3 « Cooperation agreement »: guiding questions, places, decision rules, communication,
talents. Each question opens a clause, which is one shared text; the other rooms may name it.
"""
