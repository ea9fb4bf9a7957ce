"""What comes next, said in words on the page of a body and of a session, to who runs it and to who sits there."""

from __future__ import annotations

from .bodies import body_guide
from .doors import Points, Words, Work, shown_quorum, to_page, with_votes, work_of
from .sessions import office_guide, session_guide

__all__ = [
    "Points",
    "Words",
    "Work",
    "body_guide",
    "office_guide",
    "session_guide",
    "shown_quorum",
    "to_page",
    "with_votes",
    "work_of",
]
