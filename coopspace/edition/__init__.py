"""The method's texts as a programme words them: its own sentences in the place of ours, in both
languages, with their history. Sentences are reworded, never added nor left out: files do that.
"""
