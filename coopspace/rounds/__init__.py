"""A round of answers, whatever it asks: each alone first, then everybody looks together.

The continuum and the conditions both ask so; what holds for the two of them is said here once:
when a round takes answers, who sees what when, what may be said of few, who has answered.
"""
