"""What LibreOffice makes of our files: outside the suite, by `make office`."""
