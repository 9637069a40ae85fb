"""What the support structure did, logged in ten seconds: which role, how long, what moved. The
entries are those of the site, in the words of whoever wrote them (DOMAIN §3)."""
