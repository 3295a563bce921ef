"""The other end of the wire: API client, session, and the engine that carries orders through."""
