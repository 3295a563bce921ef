"""Handing photos over to whoever they are for."""
