"""The common action plan (« plan d’actions commun »): actions and experiments, who carries them,
the changes they contribute to, and how far they reach (« effet de levier », DOMAIN §2)."""
