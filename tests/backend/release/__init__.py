"""The release before this one, as the statements that it sends to the database."""
