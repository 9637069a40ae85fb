"""Texts that people share: kept word for word, with who wrote what and when.

Every shared text of every room goes through `store`. This floor knows no room and no Flask.
"""
