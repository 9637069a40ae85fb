"""The indicators of a change (« À quoi verrons-nous que… », DOMAIN §2 and §4): what shows that it
comes about, from where, towards what; measured by hand, one value after another."""
