"""The network around a change: which organisations work together, what holds, what would break.

Pure functions over nodes and views: no database, no framework, no clock (DOMAIN §3, stakeholders
and relations). `graph` is light; everything that counts on networkx is a file of its own.
"""
