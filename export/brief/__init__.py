"""The debatbrief: one A4 page about an area, an own area, a figure or a scenario, to take into a debate."""
