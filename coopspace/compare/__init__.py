"""Sites beside one another: paths, what was done between two rounds, who could help whom.

Only what a site agrees to share, item by item. We compare paths, not merits: there is no rank, no
average of sites, no order but the alphabet (DOMAIN §6).
"""
