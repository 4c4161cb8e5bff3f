"""A source pulled, year by year: what it is handed, what changed, and the kinds of table that many sources share."""
