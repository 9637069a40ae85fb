"""The network survey: each organisation tells, by a personal link, how it works with its partners.

An answer is its author's alone. The site sees who answered, what five organisations or more say
together once the survey is closed, and what two organisations chose to open to each other. The
six questions on trust and value are those published by D. Varda and others (PARTNER, 2008).
"""
