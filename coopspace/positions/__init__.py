"""What people say of exact words, before something stands: who is asked, which words each answered.

The adoption of the vision and every decision of a site rest on it. A position is on one wording
and on no other: when the words change, everybody is asked again and what they had said is kept.
"""
