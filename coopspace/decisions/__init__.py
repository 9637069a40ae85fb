"""The decisions of a site: a matter, a proposal, what each says of its exact words, an outcome that
a person writes. The ways of deciding are those of the cooperation agreement (DOMAIN §3)."""
