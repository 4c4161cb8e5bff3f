"""The planner, on screen."""
