"""HTTP beside the pages: the API, the server, its guard, logs and warm-up."""
