"""The disclosure pack: what tells people that photos were altered, and how."""
