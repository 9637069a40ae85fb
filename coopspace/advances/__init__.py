"""The register of advances: dated advances, turning points, lessons, and what they concern.

The learning journal of the method (« journal, avancées », DOMAIN §4): rounds are answered from the
facts that it keeps. What rounds conclude stands in it too, read from the rounds.
"""
