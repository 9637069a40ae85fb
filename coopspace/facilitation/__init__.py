"""Several sites in view of whoever facilitates them: the seven roles of each, what asks for
attention and why, one agenda (DOMAIN §3). Nothing here ranks sites or scores them."""
