"""A scenario of the planner: its choices, what carrying it out comes to, and the words for it."""
