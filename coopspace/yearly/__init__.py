"""The yearly page: what the support structure did, and what moved after, in order of time.

It remembers nothing of its own: it reads the seven roles, the log, the calendar, positions, the
network, the agreement and the changes side by side. That one came after another is a fact; that it
came because of it is never said here. Source: the sheet that funders of support structures ask
for (FSG's workshops on backbone effectiveness), and the method's own caution about attribution.
"""
