"""Discussion: threads of comments about anything that people of a site read together.

From DOMAIN §2 « a discussion » of each change and §3, the agreement written together. A thread is
about an object that it names by a kind and a reference: this room knows no other room, and is told
by them which permission opens what is talked about.
"""
