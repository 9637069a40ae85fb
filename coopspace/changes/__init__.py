"""The change strategy: a chain of changes that leads to the vision (DOMAIN §2)."""
