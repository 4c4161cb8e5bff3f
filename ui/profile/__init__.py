"""One area, on screen."""
