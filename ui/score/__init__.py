"""A composite by the reader's own choices, on screen."""
