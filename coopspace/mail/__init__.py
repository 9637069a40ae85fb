"""Letters that the house sends: plain text, in the reader's language, never a word people wrote.

A letter leaves by SMTP when a server is set; without one it waits as an `.eml` file in the data
folder, and the page says so. It sits beside the kernel: no table, no room, no Flask.
"""

from coopspace.mail.carrying import Office, Posted, post, settle
from coopspace.mail.letter import Letter, Part, Sentence, written

__all__ = ["Letter", "Office", "Part", "Posted", "Sentence", "post", "settle", "written"]
