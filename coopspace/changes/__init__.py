"""The change strategy: the chain, direct, intermediate, ultimate, that leads to the vision.

Source: the training deck "Quartiers à impact collectif", « La stratégie de changement » (the
three questions, « on cherche l'enchaînement des effets »), drawn on one page.
"""
