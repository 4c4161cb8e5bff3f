"""What is known of places: their shapes, what became of them, and which ground two divisions share."""
