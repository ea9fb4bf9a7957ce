"""Who counts in a session at one moment: quorum by college, proxies, voters. Pure: no database, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from .states import Choice, Outcome, Threshold

# Fewer secret ballots than this of one college would tell how its members voted: they are counted with others'.
SECRET_GROUP_MIN = 3
POOLED = 0


def required(threshold: str, member_count: int) -> int:
    """
    Return how many members must be there, out of those in office.

    A college where nobody is in office cannot reach a quorum that is asked of it: it would speak without anybody.
    """
    match Threshold(threshold):
        case Threshold.NONE:
            return 0
        case Threshold.THIRD:
            return max(1, -(-member_count // 3))
        case Threshold.HALF:
            return max(1, -(-member_count // 2))
        case Threshold.MAJORITY:
            return member_count // 2 + 1
        case Threshold.TWO_THIRDS:
            return max(1, -(-2 * member_count // 3))


@dataclass(frozen=True, slots=True)
class QuorumLine:
    """The quorum of one college, or of the whole body when college_id is None."""

    college_id: int | None
    in_office: int
    counted: int
    required: int

    @property
    def is_reached(self) -> bool:
        """Whether enough members are there."""
        return self.counted >= self.required


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """What a body says of proxies: how many one member may hold (0: none), and whether only within a college."""

    held_max: int = 0
    within_college: bool = False


class ProxyRefusal(Enum):
    """Why a proxy cannot be given."""

    NOT_ALLOWED = "not_allowed"
    NOT_IN_OFFICE = "not_in_office"
    TO_ONESELF = "to_oneself"
    GIVER_IS_PRESENT = "giver_is_present"
    ALREADY_GIVEN = "already_given"
    CHAIN = "chain"
    TOO_MANY = "too_many"
    OTHER_COLLEGE = "other_college"


@dataclass(frozen=True, slots=True)
class Assembly:
    """
    A session at one moment, for one point when somebody withdrew from it.

    colleges: from each seat in office to its college. present: seats whose titular or substitute is there.
    proxies: from the seat that gave one to the seat that holds it. withdrawn: seats that keep out of the point.
    """

    colleges: Mapping[int, int]
    present: frozenset[int] = frozenset()
    proxies: Mapping[int, int] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()
    proxies_count_for_quorum: bool = False

    def voters(self) -> dict[int, int]:
        """
        Return each seat that votes, with the seat that casts its ballot: its own, or the one that holds its proxy.

        Who withdrew neither votes, nor is voted for, nor votes for others.
        """
        there = (self.present & self.colleges.keys()) - self.withdrawn
        own = {seat: seat for seat in there}
        held = {
            giver: holder
            for giver, holder in self.proxies.items()
            if holder in there and giver in self.colleges and giver not in self.withdrawn and giver not in self.present
        }
        return own | held

    def voter_counts(self) -> dict[int, int]:
        """Return how many seats vote in each college."""
        return dict(Counter(self.colleges[seat] for seat in self.voters()))

    def quorum(self, of_body: str, of_colleges: Mapping[int, str]) -> tuple[QuorumLine, ...]:
        """
        Count the quorum of the body, then of each college that has a rule, in the order given.

        Who withdrew counts neither among the members in office nor among those present.
        """
        members = set(self.colleges) - self.withdrawn
        counted = set(self.voters()) if self.proxies_count_for_quorum else members & self.present
        lines = [QuorumLine(None, len(members), len(counted), required(of_body, len(members)))]
        for college, threshold in of_colleges.items():
            seats = {seat for seat in members if self.colleges[seat] == college}
            lines.append(QuorumLine(college, len(seats), len(seats & counted), required(threshold, len(seats))))
        return tuple(lines)

    def proxy_refusal(self, giver: int, holder: int, rule: ProxyRule) -> ProxyRefusal | None:
        """Say why one seat cannot vote for another; None if it can."""
        if rule.held_max == 0:
            return ProxyRefusal.NOT_ALLOWED
        if giver == holder:
            return ProxyRefusal.TO_ONESELF
        if giver not in self.colleges or holder not in self.colleges:
            return ProxyRefusal.NOT_IN_OFFICE
        if giver in self.present:
            return ProxyRefusal.GIVER_IS_PRESENT
        if giver in self.proxies:
            return ProxyRefusal.ALREADY_GIVEN
        held = Counter(self.proxies.values())
        if held[giver] or holder in self.proxies:
            return ProxyRefusal.CHAIN
        if held[holder] >= rule.held_max:
            return ProxyRefusal.TOO_MANY
        if rule.within_college and self.colleges[giver] != self.colleges[holder]:
            return ProxyRefusal.OTHER_COLLEGE
        return None


def urns(voter_counts: Mapping[int, int]) -> dict[int, int]:
    """
    Return from each college the group its secret ballots are counted in: itself, or POOLED.

    A group of one or two would tell how people voted: small colleges are counted together, and when they are too few
    even so, so is the smallest of the others.
    """
    counts = {college: count for college, count in voter_counts.items() if count}
    small = [college for college, count in counts.items() if count < SECRET_GROUP_MIN]
    large = sorted((college for college in counts if college not in small), key=lambda one: (counts[one], one))
    while small and large and sum(counts[college] for college in small) < SECRET_GROUP_MIN:
        small.append(large.pop(0))
    return {college: POOLED if college in small else college for college in counts}


def outcome_of(counts: Mapping[str, int]) -> Outcome:
    """Say what a vote comes to: the majority of the ballots for or against, abstentions apart."""
    favour, against = counts.get(Choice.FOR, 0), counts.get(Choice.AGAINST, 0)
    if favour == against:
        return Outcome.DIVIDED
    return Outcome.ADOPTED if favour > against else Outcome.REJECTED
