"""Search: every word that a site reads together is found again, without accents or capitals.

From issue 8 §5. The room keeps one compact row for each thing that can be found, brought up to
date in the transaction of the act that changed it. It knows no room: `coopspace/searched_kinds.py`
says which things are found, who may read them and where they stand.
"""
