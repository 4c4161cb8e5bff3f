"""The sources, one a file: each has a module attribute ``SOURCE`` and is found by itself."""
