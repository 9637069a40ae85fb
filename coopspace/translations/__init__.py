"""The interface in French: a message's key is its English text, the French catalogue is whole."""
