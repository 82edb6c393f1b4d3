"""One reader for each format: bytes of a file to a document, its text with places and its tables."""
