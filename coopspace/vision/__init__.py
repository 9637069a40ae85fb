"""The shared vision: one sentence that says what we want to see in ten years or more.

It rests on a shared reading of the situation and is adopted by the consent of the three colleges
to one exact wording (« La vision commune », training of the trios; DOMAIN §2).
"""
