"""Documentation: pages written by hand, and pages that follow from the code."""
