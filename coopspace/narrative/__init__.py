"""The narrative (récit) beside the chain: one text that tells how changes lead to the vision.

Source: DOMAIN §2, « La stratégie de changement » (Quartiers à impact collectif): the strategy is
drawn on one page and comes with its narrative, written by people.
"""
