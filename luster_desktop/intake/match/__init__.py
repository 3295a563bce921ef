"""Rooms of one shoot made to look alike: the same wall is the same white in every photo, and lamps stay warm.

`signs` looks at each photo alone, `links` finds what two photos both show, `solving` finds the least change of tones
that makes all of it agree, and `finish.tones` carries that out. Where nothing tells, nothing is changed.
"""
