"""The ways to look at a figure on the map, a file each; ``figures.map_views`` lists them."""
