"""What is kept in memory is never false: any change of a tracked row, raw SQL included, ends it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction

from essaim.foundations.audit_trail import memory as kept
from essaim.foundations.audit_trail.memory import KEPT_MAX, Memory, end_of_history, recent_end_of_history
from essaim.foundations.territory.models import Authority, Commune
from essaim.foundations.territory.queries import membership_of, memberships_of

from .factories import AuthorityFactory, CommuneFactory, EpciMembershipFactory, FormerCommuneFactory

pytestmark = pytest.mark.django_db


def _names(pk: int) -> str:
    return str(Commune.objects.values_list("name", flat=True).get(pk=pk))


def test_nothing_is_read_again_while_nothing_changed(django_assert_num_queries) -> None:
    commune, memory = CommuneFactory(), Memory(_names)

    end = end_of_history()
    first = memory.get(commune.pk, end=end)
    with django_assert_num_queries(1):
        assert end_of_history() == end
    with django_assert_num_queries(0):
        assert memory.get(commune.pk, end=end) == first


def test_raw_change_of_a_tracked_row_is_seen() -> None:
    commune, memory = CommuneFactory(), Memory(_names)
    before = memory.get(commune.pk, end=end_of_history())

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Commune._meta.db_table} SET name = 'Autre' WHERE id = %s", [commune.pk])

    assert before != "Autre"
    assert memory.get(commune.pk, end=end_of_history()) == "Autre"


def test_what_was_rolled_back_is_forgotten() -> None:
    commune, memory = CommuneFactory(), Memory(_names)
    before = memory.get(commune.pk, end=end_of_history())

    with transaction.atomic():
        Commune.objects.filter(pk=commune.pk).update(name="Un")
        assert memory.get(commune.pk, end=end_of_history()) == "Un"
        transaction.set_rollback(True)

    assert memory.get(commune.pk, end=end_of_history()) == before


def test_memory_does_not_grow_without_end() -> None:
    read: list[int] = []

    def keep(key: int) -> int:
        read.append(key)
        return key

    memory = Memory(keep)
    for key in range(KEPT_MAX + 1):
        memory.get(key, end="the end")
    memory.get(0, end="the end")

    assert read.count(0) == 2


@pytest.mark.django_db(transaction=True)
def test_end_is_trusted_for_a_moment_only(settings, monkeypatch, django_assert_num_queries) -> None:
    settings.ESSAIM_HISTORY_TRUSTED_SECONDS = 0.25
    clock = [1000.0]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    monkeypatch.setattr(kept, "_RECENT", (float("-inf"), ""))

    before = recent_end_of_history()
    CommuneFactory()
    clock[0] += 0.2
    with django_assert_num_queries(0):
        assert recent_end_of_history() == before
    clock[0] += 0.06
    with django_assert_num_queries(1):
        after = recent_end_of_history()
    assert after == end_of_history()
    assert after != before


def test_end_seen_inside_a_transaction_is_shared_with_nobody(settings, monkeypatch) -> None:
    settings.ESSAIM_HISTORY_TRUSTED_SECONDS = 60
    monkeypatch.setattr(kept, "_RECENT", (float("-inf"), ""))

    CommuneFactory()

    assert recent_end_of_history() == end_of_history() != ""
    assert kept._RECENT[1] == ""


def test_standing_of_many_communes_is_the_one_of_each(django_assert_max_num_queries) -> None:
    epci = AuthorityFactory().epci
    member, late, gone, other = (CommuneFactory(name=name) for name in ("Membre", "Depuis", "Partie", "Ailleurs"))
    EpciMembershipFactory(epci=epci, commune=member)
    EpciMembershipFactory(epci=epci, commune=late, starts_on=date(2025, 1, 1), start_is_known=False)
    EpciMembershipFactory(epci=epci, commune=gone, ends_on=date(2022, 1, 1))
    old = [FormerCommuneFactory(commune=member).code, FormerCommuneFactory(commune=member).code]
    codes = [member.code, late.code, gone.code, other.code, *old, "00000"]

    for has_authority in (True, False):
        with django_assert_max_num_queries(3):
            tell = memberships_of(codes)
        for code in codes:
            for day in (date(2019, 1, 1), date(2021, 1, 1), date(2026, 1, 1)):
                assert tell(code, day) == membership_of(code, on=day), (code, day)
        assert (tell("00000", date(2026, 1, 1)) is not None) == has_authority
        Authority.objects.all().delete()
