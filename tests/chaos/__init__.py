"""Faults made on purpose, and what they left behind: ``python -m tests.chaos`` (``make chaos``)."""
