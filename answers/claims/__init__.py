"""The claims of the letters as a reader meets them, in words and tables."""
