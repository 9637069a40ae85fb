"""The seven roles of the support structure at a site: who holds each, what is done, how far it is
covered as several people judge it, what comes next (DOMAIN §3)."""
