"""A user of the one-machine stack."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from luster_desktop.cli.stack import Stack


@dataclass(frozen=True, slots=True)
class Account:
    email: str
    stack: Stack

    def grant(self, credits: int) -> None:
        """Give credits; the user must have used the service before."""
        self.stack.grant(self.email, credits, reason="Test", ref=uuid4().hex)
