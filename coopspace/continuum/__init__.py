"""The cooperation continuum: members place the site on seven levels, alone, then look together.

Rounds follow one another; what the group concludes is a decision, staying included (Tamarack's
« Collaboration Spectrum », the exercise of the training; DOMAIN §3).
"""
