"""The consultation of 2015 as its sources tell it, and invented ones that cannot be mistaken."""

from __future__ import annotations

import pytest

from essaim.insight.demo import material
from essaim.steering.consultations import queries
from essaim.steering.consultations.models import Answer, Consultation, Contribution, Issue
from essaim.steering.consultations.states import (
    Channel,
    ConsultationState,
    IssueKind,
    ModerationState,
    ProposalState,
    Verdict,
)

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def of_2015() -> Consultation:
    return Consultation.objects.get(slug="2015")


@pytest.mark.parametrize("kind", IssueKind)
def test_the_28_issues_of_each_kind_are_there(of_2015: Consultation, kind: str) -> None:
    assert of_2015.issues.filter(kind=kind).count() == 28


def test_every_issue_of_2015_has_a_theme_a_source_and_a_fate_or_is_missing(of_2015: Consultation) -> None:
    answered = sum("answer" in entry for entry in material.read("policy/consultation-2015")["issue"])

    found = queries.coverage(of_2015)

    assert (found.issue_count, found.without_theme_count, found.issue_answered_count) == (56, 0, answered)
    assert found.missing_count == 56 - answered
    assert not of_2015.issues.filter(source__isnull=True).exists()


def test_every_answer_of_2015_quotes_a_source_and_is_to_confirm(of_2015: Consultation) -> None:
    rows = Issue.objects.filter(consultation=of_2015, answer__isnull=False).select_related("answer__source")

    for issue in rows.order_by("pk"):
        assert issue.answer.certainty == "to_confirm"
        assert issue.answer.source.key in {"deliberation-2015", "assises-2015"}
        assert issue.answer.targets.exists()


def test_wording_is_that_of_the_file_word_for_word(of_2015: Consultation) -> None:
    issue = of_2015.issues.get(code="c2-e3")

    assert issue.wording == "Initier une monnaie complémentaire"
    assert [str(row.thing.plan.slug) for row in issue.answer.targets.order_by("pk")] == ["2015-2020", "2015-2020"]
    assert "coupé dans la source" in of_2015.issues.get(code="c2-a4").note


def test_declared_figures_stand_beside_what_is_counted(of_2015: Consultation) -> None:
    assert list(of_2015.declared.order_by("pk").values_list("count", "is_about")) == [(60, False), (150, True)]
    assert queries.participation(of_2015).contribution_count == 0


def test_sources_that_disagree_stay_side_by_side(of_2015: Consultation) -> None:
    wordings = set(of_2015.statements.values_list("wording", flat=True))

    assert "11 Février 2014" in wordings
    assert "6 axes transversaux identifiés lors des différentes rencontres" in wordings
    assert "permettant d'identifier cinq axes transversaux" in wordings


def test_the_eight_steps_and_four_groups_are_there(of_2015: Consultation) -> None:
    assert of_2015.phases.count() == 8
    assert [group.group_themes.count() for group in of_2015.groups.order_by("number")] == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("states", "found"),
    [
        (ConsultationState, lambda: Consultation.objects.values_list("state", flat=True)),
        (ModerationState, lambda: Contribution.objects.values_list("state", flat=True)),
        (Channel, lambda: Contribution.objects.values_list("channel", flat=True)),
        (Verdict, lambda: Answer.objects.values_list("verdict", flat=True)),
        (ProposalState, lambda: Consultation.objects.values_list("proposals__state", flat=True)),
    ],
)
def test_every_state_is_shown(states, found) -> None:
    assert set(states) <= set(found())


def test_invented_consultations_say_so() -> None:
    for row in Consultation.objects.exclude(slug="2015").order_by("pk"):
        assert "fictive" in row.title
        assert row.slug.startswith("fictive")


def test_meetings_of_2015_are_the_gatherings_of_the_agenda(of_2015: Consultation) -> None:
    slugs = set(of_2015.phases.values_list("meetings__event__slug", flat=True)) - {None}

    assert slugs == {
        "rencontre-2015-01-26",
        "rencontre-2015-01-30",
        "restitution-2015-02-11",
        "rencontres-printemps-2015",
        "assises-2015-10-07",
    }
