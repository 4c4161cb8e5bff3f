"""The map page: choosing the second of two figures, and taking maps along."""
