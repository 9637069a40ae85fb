"""The words of the method, both languages side by side, read from `seeds/method`."""
