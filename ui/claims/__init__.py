"""What the letters claim, on screen."""
