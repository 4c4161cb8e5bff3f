"""Youth work, on screen."""
