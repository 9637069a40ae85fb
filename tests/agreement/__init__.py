"""The cooperation agreement."""
