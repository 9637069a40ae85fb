"""People and how they prove who they are: accounts, passwords, sessions, limits.

Nothing here says what a person may do: that is the membership's matter (`coopspace.sites`).
"""
