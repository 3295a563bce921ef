"""How the app is replaced by a newer one: found in a signed feed, fetched, tried, chosen, and gone back from."""
