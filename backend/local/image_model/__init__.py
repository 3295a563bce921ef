"""A stand-in for OpenAI's image edits API: the real wire protocol in front of a classical photo editor."""
