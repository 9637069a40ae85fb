"""The chain read again, as a good trainer reads it (« relecture »): what a careful reader would ask
of each statement, of each link and of the whole. It forbids nothing, and every question can be
answered. Source: « La stratégie de changement » (Quartiers à impact collectif); DOMAIN §2."""
