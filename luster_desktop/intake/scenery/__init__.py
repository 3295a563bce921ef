"""What a picture shows: a room or the outside, and what of it an edit could be about. No word where there is doubt."""

from luster_desktop.intake.scenery.judge import see
from luster_desktop.intake.scenery.measures import EDGE

__all__ = ["EDGE", "see"]
