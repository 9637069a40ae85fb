"""The shared vision: one sentence, ten years or more ahead, adopted by consent (DOMAIN §2)."""
