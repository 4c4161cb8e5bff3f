"""The Deltaplan in five steps, on screen."""
