"""Why there is no update."""

from __future__ import annotations


class Refused(Exception):
    """What is offered is not taken; the message is a `Reason`."""


class Interrupted(Exception):
    """The feed cannot be reached, or was not to the end. The next time goes on from there."""
