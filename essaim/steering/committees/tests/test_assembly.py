"""Quorum, proxies and secret groups, over assemblies that nobody would think of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.steering.committees.assembly import (
    POOLED,
    SECRET_GROUP_MIN,
    Assembly,
    ProxyRefusal,
    ProxyRule,
    outcome_of,
    required,
    urns,
)
from essaim.steering.committees.states import Choice, Outcome, Threshold

SEATS = st.integers(min_value=1, max_value=12)


@st.composite
def assemblies(draw: st.DrawFn) -> tuple[Assembly, ProxyRule]:
    """Make an assembly by giving proxies one after the other, each only if the rules let it."""
    seats = draw(st.sets(SEATS, min_size=1, max_size=12))
    colleges = {seat: draw(st.integers(min_value=1, max_value=3)) for seat in sorted(seats)}
    present = frozenset(draw(st.sets(st.sampled_from(sorted(seats)))))
    rule = ProxyRule(draw(st.integers(min_value=0, max_value=3)), draw(st.booleans()))
    proxies: dict[int, int] = {}
    for giver, holder in draw(st.lists(st.tuples(SEATS, SEATS), max_size=20)):
        if Assembly(colleges, present, proxies).proxy_refusal(giver, holder, rule) is None:
            proxies[giver] = holder
    withdrawn = frozenset(draw(st.sets(st.sampled_from(sorted(seats)))))
    return Assembly(colleges, present, proxies, withdrawn, draw(st.booleans())), rule


@given(assemblies())
def test_nobody_holds_more_proxies_than_allowed(made: tuple[Assembly, ProxyRule]) -> None:
    assembly, rule = made

    held = list(assembly.proxies.values())

    assert all(held.count(holder) <= rule.held_max for holder in held)


@given(assemblies())
def test_there_is_no_proxy_of_somebody_present_and_no_chain(made: tuple[Assembly, ProxyRule]) -> None:
    assembly, _rule = made

    assert not assembly.proxies.keys() & assembly.present
    assert not assembly.proxies.keys() & set(assembly.proxies.values())


@given(assemblies())
def test_proxies_stay_within_a_college_where_the_rules_say_so(made: tuple[Assembly, ProxyRule]) -> None:
    assembly, rule = made

    crossing = [pair for pair in assembly.proxies.items() if assembly.colleges[pair[0]] != assembly.colleges[pair[1]]]

    assert not (rule.within_college and crossing)


@given(assemblies())
def test_every_voter_is_in_office_votes_once_and_did_not_withdraw(made: tuple[Assembly, ProxyRule]) -> None:
    assembly, _rule = made

    voters = assembly.voters()

    assert voters.keys() <= assembly.colleges.keys()
    assert not voters.keys() & assembly.withdrawn
    assert set(voters.values()) <= assembly.present - assembly.withdrawn
    assert sum(assembly.voter_counts().values()) == len(voters)


@given(assemblies(), st.sampled_from(Threshold), st.sampled_from(Threshold))
def test_quorum_counts_neither_withdrawn_nor_strangers(
    made: tuple[Assembly, ProxyRule], of_body: str, of_college: str
) -> None:
    assembly, _rule = made

    lines = assembly.quorum(of_body, dict.fromkeys([1, 2, 3], of_college))

    assert lines[0].in_office == len(assembly.colleges.keys() - assembly.withdrawn)
    assert all(line.counted <= line.in_office for line in lines)
    assert sum(line.in_office for line in lines[1:]) == lines[0].in_office
    assert sum(line.counted for line in lines[1:]) == lines[0].counted


@given(assemblies(), SEATS)
def test_withdrawing_never_adds_a_voter(made: tuple[Assembly, ProxyRule], seat: int) -> None:
    assembly, _rule = made
    after = Assembly(
        assembly.colleges,
        assembly.present,
        assembly.proxies,
        assembly.withdrawn | {seat},
        assembly.proxies_count_for_quorum,
    )

    assert after.voters().items() <= assembly.voters().items()


@given(st.sampled_from(Threshold), st.integers(min_value=0, max_value=200))
def test_quorum_asked_of_a_college_is_never_reached_by_nobody(threshold: str, count: int) -> None:
    if threshold == Threshold.NONE:
        assert required(threshold, count) == 0
    else:
        assert required(threshold, count) >= 1
        assert count == 0 or required(threshold, count) <= max(count, 1)


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (Threshold.NONE, [0, 0, 0, 0]),
        (Threshold.THIRD, [1, 3, 4, 4]),
        (Threshold.HALF, [1, 5, 5, 6]),
        (Threshold.MAJORITY, [1, 5, 6, 6]),
        (Threshold.TWO_THIRDS, [1, 6, 7, 8]),
    ],
)
def test_quorum_is_rounded_up(threshold: str, expected: list[int]) -> None:
    assert [required(threshold, count) for count in (0, 9, 10, 11)] == expected


@given(st.dictionaries(st.integers(min_value=1, max_value=8), st.integers(min_value=0, max_value=9)))
def test_no_secret_group_is_small_unless_the_whole_vote_is(counts: dict[int, int]) -> None:
    groups = urns(counts)

    sizes: dict[int, int] = {}
    for college, group in groups.items():
        sizes[group] = sizes.get(group, 0) + counts[college]
    assert groups.keys() == {college for college, count in counts.items() if count}
    assert sum(counts.values()) < SECRET_GROUP_MIN or all(size >= SECRET_GROUP_MIN for size in sizes.values())
    assert all(group in {college, POOLED} for college, group in groups.items())


@pytest.mark.parametrize(
    ("giver", "holder", "rule", "expected"),
    [
        (3, 1, ProxyRule(0), ProxyRefusal.NOT_ALLOWED),
        (1, 1, ProxyRule(1), ProxyRefusal.TO_ONESELF),
        (9, 1, ProxyRule(1), ProxyRefusal.NOT_IN_OFFICE),
        (2, 1, ProxyRule(1), ProxyRefusal.GIVER_IS_PRESENT),
        (4, 2, ProxyRule(1), ProxyRefusal.ALREADY_GIVEN),
        (3, 4, ProxyRule(1), ProxyRefusal.CHAIN),
        (3, 1, ProxyRule(1), ProxyRefusal.TOO_MANY),
        (3, 1, ProxyRule(2, within_college=True), ProxyRefusal.OTHER_COLLEGE),
        (3, 1, ProxyRule(2), None),
    ],
)
def test_each_rule_on_proxies_says_its_name(
    giver: int, holder: int, rule: ProxyRule, expected: ProxyRefusal | None
) -> None:
    assembly = Assembly(colleges={1: 1, 2: 1, 3: 2, 4: 1}, present=frozenset({1, 2}), proxies={4: 1})

    assert assembly.proxy_refusal(giver, holder, rule) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({Choice.FOR: 3, Choice.AGAINST: 2, Choice.ABSTENTION: 9}, Outcome.ADOPTED),
        ({Choice.FOR: 1, Choice.AGAINST: 2}, Outcome.REJECTED),
        ({Choice.FOR: 2, Choice.AGAINST: 2}, Outcome.DIVIDED),
        ({Choice.ABSTENTION: 5}, Outcome.DIVIDED),
    ],
)
def test_majority_is_of_ballots_for_or_against(counts: dict[str, int], expected: Outcome) -> None:
    assert outcome_of(counts) == expected
