"""With the database in hand, nobody finds out who said what: these tests try to, and fail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.committees import queries, services, urn
from essaim.steering.committees.links import token_of
from essaim.steering.committees.models import Mandate, Session, Tally, Urn, Vote, VoteMark
from essaim.steering.committees.states import Choice, VoteMode

from .factories import THEN, AgendaPointFactory, BodyRulesFactory, SessionFactory, college_of, present

pytestmark = pytest.mark.django_db


def _opened(*sizes: int) -> tuple[Vote, list[Mandate]]:
    """A secret vote opened in a session whose colleges have so many members, all there."""
    session = SessionFactory(body=BodyRulesFactory(proxies_max=1).body, opened=True)
    members = [mandate for size in sizes for mandate in college_of(session, size)]
    present(session, *members)
    return _open(session), members


def _open(session: Session) -> Vote:
    point = AgendaPointFactory(session=session)
    officer = person_with(RoleKind.OFFICER)
    return services.open_vote(point=point, actor=officer, now=THEN, question="?", mode=VoteMode.SECRET)


def _cast(vote: Vote, member: Mandate, choice: str) -> None:
    services.cast_ballot(vote=vote, seat=member.seat, choice=choice, actor=member.person, now=THEN)


def _close(vote: Vote) -> Vote:
    return services.close_vote(vote=vote, actor=person_with(RoleKind.OFFICER), now=THEN)


def _everything(*, hidden: frozenset[tuple[str, str]]) -> dict[str, list[str]]:
    """Read every table of the house, row by row, histories and trail included, but for some columns."""
    found = {}
    with connection.cursor() as cursor:
        for model in (row for row in apps.get_models() if row._meta.managed and not row._meta.proxy):
            table = model._meta.db_table
            columns = [field.column for field in model._meta.concrete_fields if (table, field.column) not in hidden]
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {names} FROM "{table}"')
            found[table] = sorted(repr(row) for row in cursor.fetchall())
    return found


# The sealed bytes are tried apart; a number drawn from a sequence is another at each try, whatever was said.
HIDDEN = frozenset({("committees_urn", "sealed"), ("committees_votemark", "id")})


def test_database_is_the_same_whatever_a_ballot_says() -> None:
    vote, members = _opened(4)
    _cast(vote, members[0], Choice.FOR)

    seen: list[dict[str, list[str]]] = []
    for choice in Choice.values:
        with transaction.atomic():
            _cast(vote, members[1], choice)
            seen.append(_everything(hidden=HIDDEN))
            transaction.set_rollback(True)

    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]["committees_votemark"]) == 2


def test_sealed_urn_says_nothing_to_who_has_the_database_only() -> None:
    vote, members = _opened(4)
    versions = [bytes(Urn.objects.get().sealed)]
    for member, choice in zip(members, ["for", "against", "for", "abstention"], strict=True):
        _cast(vote, member, choice)
        versions.append(bytes(Urn.objects.get().sealed))

    assert len({len(version) for version in versions}) == 1
    assert len({version[:12] for version in versions}) == len(versions), "no nonce is used twice"
    for guess in ("", "essaim", vote.question, bytes(vote.salt).hex()):
        with pytest.raises(InvalidTag):
            urn.opened(versions[-1], secret=guess, salt=bytes(vote.salt))
    with pytest.raises(InvalidTag):
        urn.opened(versions[-1], secret=settings.SECRET_KEY, salt=b"\0" * 16)


def test_count_is_written_in_one_transaction_that_is_no_voters_own() -> None:
    vote, members = _opened(4)
    for member, choice in zip(members, ["for", "against", "for", "abstention"], strict=True):
        with transaction.atomic():
            _cast(vote, member, choice)

    with transaction.atomic():
        _close(vote)

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM committees_tally")
        of_tallies = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT DISTINCT xmin::text FROM committees_votemark")
        of_marks = {row[0] for row in cursor.fetchall()}
    assert len(of_tallies) == 1
    assert not of_tallies & of_marks
    assert not Urn.objects.exists()


def test_nothing_but_the_count_has_a_place_for_a_choice() -> None:
    def has_choice(model: Any) -> bool:
        try:
            field = model._meta.get_field("choice")
        except FieldDoesNotExist:
            return False
        return bool(field.choices)

    rooms = [model for model in apps.get_models() if model._meta.app_label == "committees"]
    with_choice = {model.__name__ for model in rooms if has_choice(model)}

    # Written answers are given by name, and their histories are of them.
    assert {name for name in with_choice if not name.startswith("NamedBallot")} == {"Tally"}
    assert {field.name for field in VoteMark._meta.concrete_fields} == {"id", "vote", "seat"}
    assert {field.name for field in Tally._meta.concrete_fields} == {"id", "vote", "college", "choice", "count"}


def test_neither_mark_nor_urn_has_a_history() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text IN "
            "('committees_votemark', 'committees_urn')"
        )
        triggers = cursor.fetchall()

    assert triggers == []


def test_small_colleges_are_counted_together() -> None:
    vote, members = _opened(1, 4, 2)
    for member in members:
        _cast(vote, member, Choice.FOR)

    _close(vote)

    shown = queries.shown_votes([vote.point])[vote.point_id]
    assert [(line.name, line.total) for line in shown.lines] == [(members[1].seat.college.name, 4), ("", 3)]


def test_college_where_few_voted_after_all_is_counted_with_others() -> None:
    vote, members = _opened(3, 4)
    for member in members[2:]:
        _cast(vote, member, Choice.AGAINST)

    _close(vote)

    shown = queries.shown_votes([vote.point])[vote.point_id]
    assert [(line.name, line.total) for line in shown.lines] == [("", 5)]


def test_two_ballots_are_no_secret() -> None:
    with pytest.raises(services.TooFewForSecrecy):
        _opened(2)
    vote, members = _opened(3)
    for member in members[:2]:
        _cast(vote, member, Choice.FOR)

    with pytest.raises(services.TooFewForSecrecy):
        _close(vote)
    assert not Tally.objects.exists()


def test_seat_votes_once_and_only_by_who_sits_there() -> None:
    vote, members = _opened(3)
    _cast(vote, members[0], Choice.FOR)

    with pytest.raises(services.AlreadyCast):
        _cast(vote, members[0], Choice.AGAINST)
    with pytest.raises(NotAllowed):
        services.cast_ballot(vote=vote, seat=members[1].seat, choice="for", actor=members[0].person, now=THEN)


def test_holder_of_a_proxy_casts_two_ballots() -> None:
    session = SessionFactory(body=BodyRulesFactory(proxies_max=1).body, opened=True)
    first, second, third = college_of(session, 3)
    services.give_proxy(session=session, giver=third.seat, holder=second.seat, actor=third.person, now=THEN)
    present(session, first, second)
    vote = _open(session)

    assert set(queries.ballots_of(queries.Voter(person=second.person), vote)) == {second.seat_id, third.seat_id}
    for seat in (second.seat, third.seat):
        services.cast_ballot(vote=vote, seat=seat, choice="for", actor=second.person, now=THEN)
    _cast(vote, first, Choice.AGAINST)
    _close(vote)

    assert queries.shown_votes([vote.point])[vote.point_id].total.favour == 2


def test_ballots_of_an_abandoned_vote_are_destroyed_uncounted() -> None:
    vote, members = _opened(3)
    _cast(vote, members[0], Choice.FOR)

    services.abandon_vote(vote=vote, actor=person_with(RoleKind.OFFICER), now=THEN, reason="panne")

    assert not Urn.objects.exists()
    assert not Tally.objects.exists()
    with pytest.raises(IllegalMove):
        _cast(vote, members[1], Choice.FOR)


def _opened_for_links(count: int) -> tuple[Vote, list[Mandate]]:
    """A secret vote opened in a session whose members have no account, all there, each written to with a link."""
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    members = college_of(session, count, person=None, email="membre@example.org")
    present(session, *members)
    with TestCase.captureOnCommitCallbacks(execute=True):
        vote = _open(session)
    return vote, members


def _ballot_link(vote: Vote, member: Mandate) -> str:
    token = token_of(member, vote.point.session)
    return reverse("committees:seat_ballot", args=[token, vote.pk])


def _cast_by_link(vote: Vote, member: Mandate, choice: str) -> Client:
    client = Client()
    answer = client.post(_ballot_link(vote, member), {"seat": member.seat_id, "choice": choice})
    assert answer.status_code == 302
    return client


def test_database_and_mails_are_the_same_whatever_a_ballot_by_link_says() -> None:
    vote, members = _opened_for_links(4)
    _cast_by_link(vote, members[0], Choice.FOR)

    seen: list[tuple[object, ...]] = []
    for choice in Choice.values:
        with transaction.atomic():
            client = _cast_by_link(vote, members[1], choice)
            cookies = sorted(name for name in client.cookies)
            mails = [(row.to, row.subject, row.body) for row in mail.outbox]
            seen.append((_everything(hidden=HIDDEN), mails, cookies))
            transaction.set_rollback(True)

    assert seen[0] == seen[1] == seen[2]


def test_ballot_by_link_changes_the_urn_and_the_mark_and_nothing_else() -> None:
    vote, members = _opened_for_links(4)
    before = _everything(hidden=frozenset())

    _cast_by_link(vote, members[0], Choice.AGAINST)

    after = _everything(hidden=frozenset())
    assert {table for table in after if after[table] != before[table]} == {"committees_urn", "committees_votemark"}


def test_link_is_in_the_mail_only_and_says_nothing_of_what_was_cast() -> None:
    vote, members = _opened_for_links(4)
    token = token_of(members[0], vote.point.session)
    assert sum(token in row.body for row in mail.outbox) == 1

    _cast_by_link(vote, members[0], Choice.FOR)

    assert token_of(members[0], vote.point.session) == token, "the link does not depend on the ballot"
    everything = repr(_everything(hidden=frozenset()))
    assert token not in everything
    assert token.partition(":")[2] not in everything


def test_who_has_every_link_after_the_vote_learns_who_voted_and_no_more() -> None:
    vote, members = _opened_for_links(4)
    for member, choice in zip(members[:3], ["for", "against", "for"], strict=True):
        _cast_by_link(vote, member, choice)

    def pages() -> list[str]:
        """What each link opens, but for the token itself, which differs."""
        texts = []
        for member in members[:3]:
            token = token_of(member, vote.point.session)
            page = Client().get(reverse("committees:seat", args=[token])).content.decode()
            texts.append(page.replace(token, "").replace(str(member), "").replace(member.organization.name, ""))
        return texts

    found = pages()
    # "for", "against", "for": the three pages are one, but for whose they are.
    names = [member.who for member in members[:3]]
    plain = [text.replace(name, "") for text, name in zip(found, names, strict=True)]
    assert len({_without_nonce(text) for text in plain}) == 1
    again = Client().get(_ballot_link(vote, members[0]))
    assert again.status_code == 302, "a ballot cast is not shown again"


def _without_nonce(text: str) -> str:
    return re.sub(r"csrfmiddlewaretoken[^>]*>|nonce=.[^ >]*", "", text)


class TestUrn(TestCase):
    """What goes in comes out, and no more."""

    @given(st.lists(st.tuples(st.sampled_from([0, 3, 7]), st.sampled_from(Choice.values)), max_size=30))
    def test_urn_counts_every_ballot_once(self, ballots: list[tuple[int, str]]) -> None:
        options = {"secret": "secret", "salt": b"salt"}
        sealed = urn.empty_urn([7, 3, 0], **options)
        length = len(sealed)

        for group, choice in ballots:
            sealed = urn.with_ballot(sealed, group=group, choice=choice, **options)

        counts = urn.opened(sealed, **options)
        assert all(counts[group][choice] == ballots.count((group, choice)) for group in (0, 3, 7) for choice in Choice)
        assert len(sealed) == length
