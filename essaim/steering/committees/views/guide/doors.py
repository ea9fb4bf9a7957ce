"""What the guides of the room are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from essaim.foundations.ui.guides import link_door
from essaim.foundations.ui.writing import Door
from essaim.steering.committees import queries
from essaim.steering.committees.models import AgendaPoint, Session
from essaim.steering.committees.queries import Hall, ShownQuorum, ShownVote
from essaim.steering.committees.states import HELD, PointState, SessionState

Points = Sequence[tuple[AgendaPoint, ShownVote | None]]
# What comes next, why or how, by which buttons.
Words = tuple[str, str, tuple[Door, ...]]


# Before it opens, nobody is there yet.
QUORUM_SHOWN = {SessionState.OPEN, *HELD}


@dataclass(frozen=True, slots=True)
class Work:
    """What a page says of a session, read once: its agenda with the votes, what members proposed, who is there, the quorum."""

    points: Points
    proposals: Sequence[AgendaPoint]
    hall: Hall
    quorum: tuple[ShownQuorum, ...]

    @property
    def to_answer(self) -> list[AgendaPoint]:
        """The proposals that wait for an answer."""
        return [point for point in self.proposals if point.state == PointState.PROPOSED]


def work_of(session: Session) -> Work:
    """Read what a page says of a session."""
    points, hall = queries.points_of(session), queries.hall_of(session)
    return Work(with_votes(queries.on_agenda(points)), queries.off_agenda(points), hall, shown_quorum(session, hall))


def with_votes(agenda: Sequence[AgendaPoint]) -> Points:
    """Give each point its vote, if it has one."""
    votes = queries.shown_votes(agenda)
    return [(point, votes.get(point.pk)) for point in agenda]


def shown_quorum(session: Session, hall: Hall) -> tuple[ShownQuorum, ...]:
    """Count the quorum at this moment; nothing before the session opens."""
    if session.state not in QUORUM_SHOWN:
        return ()
    assembly = queries.assembly_of(session, hall=hall)
    return queries.shown_quorum(session, queries.quorum_of(session, assembly, hall=hall), hall=hall)


def to_page(label: str, name: str, argument: object, look: str = "primary") -> Door:
    """Return the door to a page of the room."""
    return link_door(label, reverse(f"committees:{name}", args=[argument]), look)
