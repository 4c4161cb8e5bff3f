"""Where the figures come from and how a gemeente brings its own, on screen."""
