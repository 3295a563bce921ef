"""What the user wants of every photo, by the settings."""

from __future__ import annotations

from dataclasses import dataclass

from luster_desktop.facts import Finishing

USUAL_FINISHING = Finishing(lens=True, verticals=True, whites=False, match=True)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the user wants photos to be prepared before they are sent.

    Upright walls are what every listing is held to, and they are left alone where a photo does not say for sure.
    White balance is a matter of taste that the photographer has settled already, so it is off. But rooms of one
    shoot are made to look alike, which single photos cannot show while they are edited. The lens is corrected in
    what was made from RAW files alone: most cameras correct the others themselves. And what comes finished from the
    camera or from another program is sent as it is, unless the user wants otherwise.
    """

    finishing: Finishing = USUAL_FINISHING
    """Of photos without a choice of their own."""
    singles: bool = False
    """Whether `finishing` is also for photos that are neither merged nor RAW."""
