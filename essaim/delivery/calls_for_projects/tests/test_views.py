"""Pages of the room: read by everybody, written by the team, and the test that anybody takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from essaim.delivery.calls_for_projects.forms import rule_forms
from essaim.delivery.calls_for_projects.models import (
    Call,
    Criterion,
    Edition,
    EditionAction,
    ExampleFile,
    Instalment,
    Parameter,
    Question,
    RequiredPiece,
    Rule,
)
from essaim.delivery.calls_for_projects.rules import KINDS
from essaim.delivery.calls_for_projects.states import EditionState
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.territory.tests.factories import (
    AuthorityFactory,
    CommuneFactory,
    EpciFactory,
    EpciMembershipFactory,
)
from essaim.foundations.ui.thread import walk
from essaim.steering.action_plan.tests.factories import ActFactory, ActionFactory

from .factories import (
    MOMENT,
    ApplicationFactory,
    CallFactory,
    CriterionFactory,
    EditionActionFactory,
    EditionFactory,
    ExampleFileFactory,
    FormVersionFactory,
    InstalmentFactory,
    ParameterFactory,
    QuestionFactory,
    RequiredPieceFactory,
    RuleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def officer(client: Client, actor: User) -> Client:
    client.force_login(actor)
    return client


def _page(client: Client, page: str, /, *arguments: object, query: str = "") -> Any:
    return client.get(reverse(f"calls_for_projects:{page}", args=arguments) + query)


def _post(client: Client, page: str, /, *arguments: object, query: str = "", **data: object) -> Any:
    return client.post(reverse(f"calls_for_projects:{page}", args=arguments) + query, data)


def _of(edition: Edition) -> tuple[str, str]:
    return edition.call.slug, edition.code


def _whole(**values: object) -> Edition:
    """Make an edition with a part of each kind."""
    edition: Edition = EditionFactory(**values)
    for factory_class in _factories():
        factory_class(edition=edition)
    return edition


def _factories() -> Iterable[Any]:
    return (RuleFactory, ParameterFactory, RequiredPieceFactory, QuestionFactory, CriterionFactory, InstalmentFactory)


def test_lists_count_their_queries_whatever_their_length(client: Client, django_assert_num_queries) -> None:
    for _number in range(12):
        edition = EditionFactory(in_force=True, founding_act=ActFactory())
        EditionFactory(call=edition.call, closed=True)
        RuleFactory(edition=edition)
    for _number in range(20):
        RuleFactory(edition=edition)

    with django_assert_num_queries(3):
        calls = _page(client, "call_list")
    with django_assert_num_queries(3):
        editions = _page(client, "edition_list")
    with django_assert_num_queries(3):
        rules = _page(client, "rule_list", *_of(edition))

    assert [len(answer.context["table"].rows) for answer in (calls, editions, rules)] == [12, 24, 21]


def test_pages_of_a_call_and_an_edition_count_their_queries(client: Client, django_assert_num_queries) -> None:
    edition = _whole(in_force=True)
    for _number in range(5):
        RuleFactory(edition=edition)
        QuestionFactory(edition=edition)
        EditionActionFactory(edition=edition)

    with django_assert_num_queries(10):
        _page(client, "call", edition.call.slug)
    with django_assert_num_queries(8):
        _page(client, "edition", *_of(edition))


@pytest.mark.parametrize("name", ["call_list", "edition_list"])
def test_list_answers_htmx_with_what_the_page_shows(client: Client, assert_swap_equals_reload, name: str) -> None:
    EditionFactory(in_force=True, call__name="Premier")
    EditionFactory(in_force=True, call__name="Second")

    assert_swap_equals_reload(client, reverse(f"calls_for_projects:{name}") + "?q=premier")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=premier", ["2024"]),
        ("?state=closed", ["2021"]),
        ("?jour=2023-06-01", ["2021"]),
        ("?appel=premier&sort=-starts_on", ["2024"]),
        ("?sort=starts_on", ["2021", "2024"]),
    ],
)
def test_filters_are_in_the_address(client: Client, query: str, expected: list[str]) -> None:
    EditionFactory(in_force=True, code="2024", call__slug="premier", call__name="Premier")
    EditionFactory(closed=True, code="2021", call__slug="second", call__name="Second")

    answer = _page(client, "edition_list", query=query)

    assert [row.record.code for row in answer.context["table"].rows] == expected


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_rules_are_exported_with_their_data_and_source(client: Client, kind: str) -> None:
    edition = _whole(in_force=True)

    answer = _page(client, "rule_list", *_of(edition), query=f"?export={kind}")

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    if kind == "csv":
        assert "cents: 3000000" in content.decode()
        assert "règlement" in content.decode()


def test_drafts_and_calls_without_edition_are_shown_to_the_team_only(client: Client, actor: User) -> None:
    draft = _whole(call=CallFactory(name="Appel secret"))
    pages = [("call", draft.call.slug), ("edition", *_of(draft)), ("rule_list", *_of(draft)),
             ("edition_history", *_of(draft)), ("eligibility", draft.call.slug)]  # fmt: skip

    assert [_page(client, name, *arguments).status_code for name, *arguments in pages] == [404] * 5
    assert "Appel secret" not in _page(client, "call_list").content.decode()
    client.force_login(actor)
    assert [_page(client, name, *arguments).status_code for name, *arguments in pages] == [200] * 5
    assert "Appel secret" in _page(client, "call_list").content.decode()


def test_page_says_what_is_known_and_what_is_not(client: Client) -> None:
    edition = _whole(in_force=True, dates_certainty="to_confirm", dates_note="jour inconnu")
    RuleFactory(edition=edition, kind="budget_share", parameters={"permille": 300}, certainty="to_confirm")
    RuleFactory(edition=edition, kind="age", wording="Moins de 5 ans", parameters={
        "aid_types": ["start_up"], "under_years": 5, "at_bound": "unknown", "counted_from": "unknown"})  # fmt: skip
    RuleFactory(edition=edition, kind="aid_types", parameters={"offered": ["start_up"]})

    text = _page(client, "edition", *_of(edition)).content.decode()

    for words in (
        "30\u202f000\xa0€ au plus par projet",
        "30\xa0% au plus du budget",
        "structures de moins de 5 ans",
        "jour inconnu",
        "Statuts",
        "Avance",
        "70\xa0%",
        "Réponse à un besoin",
        "Recours",
    ):
        assert words in text, words
    assert "Une subvention ponctuelle" in text


def test_call_without_edition_today_shows_the_last_one(client: Client) -> None:
    edition = _whole(closed=True)

    text = _page(client, "call", edition.call.slug).content.decode()

    assert "Aucune édition n’est en vigueur aujourd’hui" in text
    assert edition.title in text


def test_history_shows_roles_to_the_public(officer: Client, client: Client) -> None:
    edition = EditionFactory(in_force=True)

    assert _page(client, "edition_history", *_of(edition)).status_code == 200
    assert _page(client, "call_history", edition.call.slug).status_code == 200


def test_edition_is_on_the_page_of_the_action_and_on_the_thread(client: Client) -> None:
    act = ActFactory()
    link = EditionActionFactory(edition__founding_act=act)
    panel = reverse("calls_for_projects:action_panel", args=[link.action_id])

    page, fragment = client.get(panel), client.get(panel, headers={"HX-Request": "true"})
    found = walk("edition", str(link.edition_id), AnonymousUser())

    assert str(link.edition) in page.content.decode()
    assert str(link.edition) in fragment.content.decode()
    assert {(step.bead.kind, step.bead.key) for step in found.before} >= {
        ("act", act.key),
        ("action", str(link.action_id)),
    }


# The eligibility test.


@pytest.fixture
def tested() -> Edition:
    """An edition in force that reads every fact, in an authority of one commune."""
    edition = EditionFactory(in_force=True, call__slug="essai", call__contact="Bureau 12")
    rules: list[tuple[str, str, dict[str, object]]] = [
        ("AXES", "aid_types", {"offered": ["start_up", "development"]}),
        ("EL2", "legal_existence", {"before_creation": "refused"}),
        ("EL3", "legal_forms", {"families": ["association"], "companies": "by_esus_rule"}),
        ("EL5", "esus_of_companies", {"without": "refused", "pending": "admitted"}),
        ("EL6", "esus_before_balance", {}),
        ("AGE", "age", {"aid_types": ["start_up"], "under_years": 5, "at_bound": "unknown", "counted_from": "unknown"}),
        ("EX4", "siae", {"refused": ["aci"]}),
        ("EX2", "personal_services", {"refused": ["start_up"]}),
        ("EX1", "difficulty", {}),
        ("NF", "non_financial", {"examined": True}),
        ("EL9", "territory", {}),
        ("EL12", "appraised", {}),
        ("MAX", "ceiling", {"cents": 3_000_000}),
        ("PART", "budget_share", {"permille": 300}),
    ]
    for code, kind, parameters in rules:
        RuleFactory(edition=edition, code=code, kind=kind, parameters=parameters)
    RequiredPieceFactory(edition=edition, title="Statuts signés")
    epci = EpciFactory()
    AuthorityFactory(epci=epci)
    EpciMembershipFactory(epci=epci, commune=CommuneFactory(code="59350", name="Lille"), starts_on=date(2020, 3, 14))
    return edition


def _created(years: int) -> str:
    return (timezone.localdate() - timedelta(days=366 * years)).isoformat()


GOOD = {"legal_category": "9220", "aid_type": "start_up", "activity_commune": "Lille", "budget_cents": "80 000"}


def test_test_asks_nine_questions_at_most_and_only_those_that_are_read(tested: Edition, client: Client) -> None:
    simple = EditionFactory(in_force=True)
    RuleFactory(edition=simple, kind="no_cash", parameters={})

    whole, short = _page(client, "eligibility", "essai"), _page(client, "eligibility", simple.call.slug)

    assert len(whole.context["form"].fields) == 9
    assert list(short.context["form"].fields) == ["requested_cents"]


def test_test_answers_on_the_same_address_keeps_nothing_and_gives_a_hand(tested: Edition, client: Client) -> None:
    entries = Entry.objects.count()

    answer = _post(client, "eligibility", "essai", **GOOD, created_on=_created(2), requested_cents="30 000")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["answer"].verdict == "eligible"
    for words in ("24\u202f000\xa0€", "30\u202f000\xa0€", "Bureau 12", "Statuts signés"):
        assert words in text, words
    assert 'value="80 000"' in text
    assert Entry.objects.count() == entries
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize(
    ("values", "verdict", "words"),
    [
        ({"created_on": 9}, "not_eligible", "Demander un autre type d’aide"),
        ({"created_on": 2, "flags": ["in_difficulty"]}, "not_eligible", "Parlez d’abord"),
        ({"created_on": 2, "siae_kind": "aci"}, "not_eligible", "exclus"),
        ({"created_on": 2, "activity_commune": "75056"}, "not_eligible", "Vérifiez la commune"),
        ({"created_on": 2, "legal_category": "5710", "esus": "none"}, "not_eligible", "Demander l’agrément ESUS"),
        ({"created_on": 2, "legal_category": "5710", "esus": "pending"}, "eligible", "Le solde est retenu"),
        ({"created_on": 2, "legal_category": ""}, "to_discuss", "Dites la forme juridique"),
        ({}, "to_discuss", "Apportez la date de création"),
    ],
)
def test_test_ends_with_what_to_change(
    tested: Edition, client: Client, values: dict[str, Any], verdict: str, words: str
) -> None:
    if "created_on" in values:
        values = {**values, "created_on": _created(values["created_on"])}

    answer = _post(client, "eligibility", "essai", **{**GOOD, **values})

    assert answer.context["answer"].verdict == verdict
    assert words in answer.content.decode()


def test_unreadable_answer_of_the_test_is_named(tested: Edition, client: Client) -> None:
    answer = _post(
        client, "eligibility", "essai", **{**GOOD, "budget_cents": "beaucoup", "activity_commune": "Ailleurs"}
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"budget_cents", "activity_commune"}


def test_call_that_is_closed_says_so_and_whom_to_contact(client: Client) -> None:
    edition = EditionFactory(closed=True, call__contact="Bureau 12")

    text = _page(client, "eligibility", edition.call.slug).content.decode()

    assert "rien ne peut être déposé" in text
    assert "Bureau 12" in text


# The team.


def test_contact_that_no_source_gives_is_shown_as_to_be_configured_to_those_who_write_it(
    client: Client, officer: Client
) -> None:
    told = CallFactory(contact="Le service", contact_url="https://example.org/contact")
    half, silent = CallFactory(contact="Le service", contact_url=""), CallFactory(contact="", contact_url="")
    for found in (told, half, silent):
        EditionFactory(call=found)

    shown = {found.pk: _page(officer, "call", found.slug).content.decode() for found in (told, half, silent)}
    public = _page(Client(), "call", silent.slug).content.decode()

    assert "à configurer" not in shown[told.pk]
    assert "aucun lien n’est montré" in shown[half.pk]
    assert reverse("calls_for_projects:call_edit", args=[silent.slug]) in shown[silent.pk]
    assert "à configurer" in shown[silent.pk]
    assert "à configurer" not in public


def test_call_is_written_corrected_and_its_first_edition_drafted(officer: Client) -> None:
    _post(officer, "call_create", name="Essai", slug="essai")
    call = Call.objects.get(slug="essai")
    _post(officer, "call_edit", "essai", name="Essai", purpose="Essayer", reason="plus clair")
    _post(officer, "edition_create", "essai", title="Première", code="un", dates_certainty="known")
    edition = Edition.objects.get(call=call)
    _post(
        officer,
        "edition_edit",
        "essai",
        "un",
        title="Première",
        dates_certainty="to_confirm",
        dates_note="?",
        reason="x",
    )
    edition.refresh_from_db()
    call.refresh_from_db()

    assert (call.purpose, edition.dates_note) == ("Essayer", "?")
    assert _post(officer, "call_create", name="Essai", slug="essai").status_code == 422


def test_edition_is_drafted_from_another_brought_into_force_and_closed(officer: Client) -> None:
    before = _whole(in_force=True)
    slug = before.call.slug

    _post(officer, "edition_draft_from", *_of(before), title="Suite", code="suite")
    assert _post(officer, "edition_draft_from", *_of(before), title="Suite", code="suite").status_code == 422
    _post(officer, "edition_start", slug, "suite", starts_on=timezone.localdate().isoformat(), reason="délibération")
    started = Edition.objects.get(code="suite")
    before.refresh_from_db()
    _post(officer, "edition_close", slug, "suite", day=(timezone.localdate()).isoformat(), reason="le même jour")
    assert started.state == EditionState.IN_FORCE
    assert before.state == EditionState.CLOSED

    for name in ("edition_start", "edition_edit", "bench"):
        assert _page(officer, name, slug, "suite").status_code in {200, 302}
    assert _page(officer, "edition_close", *_of(before)).status_code == 302


def test_draft_without_rules_is_not_brought_into_force(officer: Client) -> None:
    draft = EditionFactory()

    answer = _post(officer, "edition_start", *_of(draft), starts_on="2026-01-01", reason="x")

    assert answer.status_code == 422
    assert "quiconque candidaterait serait éligible" in answer.content.decode()
    assert "quiconque candidaterait serait éligible" in _page(officer, "edition", *_of(draft)).content.decode()


NEW_PARTS: list[tuple[str, type[Any], dict[str, object]]] = [
    ("parametres", Parameter, {"topic": "appeal", "text": "Deux mois", "source_note": "règlement"}),
    ("pieces", RequiredPiece, {"code": "RIB", "title": "RIB", "families": ["association"], "valid_months": "12"}),
    ("questions", Question, {"code": "q", "wording": "Où ?", "answer_kind": "choice", "choices": "Ici\nLà"}),
    ("criteres", Criterion, {"code": "C", "title": "Besoin", "weight": "3", "scale": "0 = non\n4 = oui"}),
    ("versements", Instalment, {"title": "Solde", "share_permille": "30,5", "conditions": ["report", "esus_held"]}),
]


@pytest.mark.parametrize(("part", "model", "values"), NEW_PARTS)
def test_part_is_added_corrected_and_removed(
    officer: Client, part: str, model: type[Any], values: dict[str, object]
) -> None:
    draft = EditionFactory()

    assert _page(officer, "part_add", *_of(draft), part).status_code == 200
    _post(officer, "part_add", *_of(draft), part, certainty="known", **values)
    row = model.objects.get(edition=draft)
    edit = _page(officer, "part_edit", *_of(draft), part, row.pk)
    told = {
        name: field.value() if not isinstance(field.value(), bool) else ("on" if field.value() else "")
        for name, field in ((bound.name, bound) for bound in edit.context["form"])
        if field.value() not in (None, False)
    }
    answer = _post(officer, "part_edit", *_of(draft), part, row.pk, **{**told, "reason": "x", "source_note": "autre"})
    assert answer.status_code == 302, answer.context["form"].errors
    again = model.objects.get(edition=draft)
    assert again.source_note == "autre"
    for name in ("scale", "choices", "share_permille", "families", "conditions"):
        assert getattr(again, name, None) == getattr(row, name, None)
    _post(officer, "part_remove", *_of(draft), part, row.pk, reason="x")
    assert not model.objects.exists()


@pytest.mark.parametrize(
    ("part", "values", "field"),
    [
        ("criteres", {"code": "C", "title": "Besoin", "weight": "3", "scale": "rien"}, "scale"),
        ("criteres", {"code": "C", "title": "Besoin", "weight": "3", "scale": "0 = non"}, "scale"),
        ("versements", {"title": "Solde", "share_permille": "130"}, "share_permille"),
        ("questions", {"code": "q", "wording": "Où ?", "answer_kind": "choice", "choices": "Ici"}, "choices"),
        ("parametres", {"topic": "appeal"}, "__all__"),
    ],
)
def test_part_that_does_not_hold_is_complained_about_beside_its_field(
    officer: Client, part: str, values: dict[str, object], field: str
) -> None:
    draft = EditionFactory()

    answer = _post(officer, "part_add", *_of(draft), part, certainty="known", **values)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_parameter_that_is_unknown_can_be_corrected_once_it_is_known(officer: Client) -> None:
    unknown = ParameterFactory(topic="appeal", certainty="unknown", text="", source_note="")

    text = _page(officer, "edition", *_of(unknown.edition)).content.decode()

    assert reverse("calls_for_projects:part_edit", args=[*_of(unknown.edition), "parametres", unknown.pk]) in text


def test_rule_is_added_by_its_kind_with_its_data(officer: Client) -> None:
    draft = EditionFactory()
    shared = {"certainty": "known", "source_note": "règlement", "wording": "Moins de 5 ans"}
    query = "?nature=age"

    assert "?nature=age" in _page(officer, "part_add", *_of(draft), "regles").content.decode()
    missing = _post(officer, "part_add", *_of(draft), "regles", query=query, code="R1", **shared)
    assert missing.status_code == 422
    assert "p_aid_types" in missing.context["form"].errors
    given = {"p_aid_types": ["start_up"], "p_under_years": "5", "p_at_bound": "unknown", "p_counted_from": "creation"}
    _post(officer, "part_add", *_of(draft), "regles", query=query, code="R1", **shared, **given)
    rule = Rule.objects.get()
    assert rule.parameters == {
        "aid_types": ["start_up"], "under_years": 5, "at_bound": "unknown", "counted_from": "creation",
    }  # fmt: skip

    page = _page(officer, "part_edit", *_of(draft), "regles", rule.pk)
    assert page.context["form"]["p_under_years"].value() == 5
    _post(
        officer,
        "part_edit",
        *_of(draft),
        "regles",
        rule.pk,
        code="R1",
        reason="x",
        **shared,
        **given | {"p_under_years": "6"},
    )
    rule.refresh_from_db()
    assert rule.parameters["under_years"] == 6


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_rule_has_its_form(kind: str) -> None:
    new, _edit = rule_forms(kind)

    form = new(instance=Rule(edition=EditionFactory(), kind=kind))

    with override("fr"):
        assert {name.removeprefix("p_") for name in form.fields if name.startswith("p_")} == set(KINDS[kind].FIELDS)
        assert all(str(field.label) for field in form.fields.values())


def test_parts_of_an_edition_in_force_lead_back(officer: Client) -> None:
    edition = _whole(in_force=True)
    piece = edition.pieces.get()
    example = ExampleFileFactory(edition=edition)

    for name, arguments in (
        ("part_add", ["pieces"]),
        ("part_edit", ["pieces", piece.pk]),
        ("part_remove", ["pieces", piece.pk]),
        ("example_add", []),
        ("example_edit", [example.pk]),
        ("example_remove", [example.pk]),
        ("edition_edit", []),
    ):
        assert _page(officer, name, *_of(edition), *arguments).status_code == 302


def test_edition_is_tied_to_an_action_and_untied(officer: Client) -> None:
    edition, action = EditionFactory(in_force=True), ActionFactory()

    _post(officer, "action_link", *_of(edition), action=action.pk)
    link = EditionAction.objects.get()
    assert str(action) in _page(officer, "edition", *_of(edition)).content.decode()
    _post(officer, "action_unlink", *_of(edition), link.pk, reason="erreur")

    assert not EditionAction.objects.exists()


def test_bench_shows_which_examples_change_verdict_and_miss_what_was_expected(
    officer: Client, django_assert_max_num_queries
) -> None:
    current = EditionFactory(in_force=True)
    draft = EditionFactory(call=current.call)
    bounds = {"aid_types": ["start_up"], "at_bound": "unknown", "counted_from": "unknown"}
    RuleFactory(edition=current, kind="age", parameters={**bounds, "under_years": 3})
    RuleFactory(edition=draft, kind="age", parameters={**bounds, "under_years": 5})
    for years, expected in ((1, "eligible"), (4, "not_eligible"), (9, "")):
        facts = {"as_of": "2026-03-02", "aid_type": "start_up", "created_on": f"{2026 - years}-01-15"}
        ExampleFileFactory(edition=draft, title=f"{years} ans", facts=facts, expected=expected)

    with django_assert_max_num_queries(12):
        answer = _page(officer, "bench", *_of(draft))

    rows = [row.record for row in answer.context["table"].rows]
    assert [(row.own_verdict, row.current_verdict, row.is_as_expected) for row in rows] == [
        ("eligible", "eligible", True),
        ("eligible", "not_eligible", False),
        ("not_eligible", "not_eligible", None),
    ]
    assert (answer.context["changed_count"], len(answer.context["missed"])) == (1, 1)
    file = b"".join(_page(officer, "bench", *_of(draft), query="?export=csv").streaming_content).decode()
    assert "verdict change" in file
    assert _page(officer, "bench", *_of(current)).context["current"] is None


def test_bench_shows_which_past_files_would_change_verdict(officer: Client, django_assert_max_num_queries) -> None:
    past = EditionFactory(in_force=True)
    draft = EditionFactory(call=past.call)
    bounds = {"aid_types": ["start_up"], "at_bound": "unknown", "counted_from": "unknown"}
    RuleFactory(edition=past, kind="age", parameters={**bounds, "under_years": 3})
    RuleFactory(edition=draft, code="AGE", kind="age", parameters={**bounds, "under_years": 5})
    # By its days alone, a draft would refuse all that was filed before.
    RuleFactory(edition=draft, kind="filing_window", parameters={"first_on": "2030-01-01"})
    form = FormVersionFactory(edition=past)
    for years in (1, 4, 9):
        created = f"{MOMENT.year - years}-01-15"
        ApplicationFactory(form=form, is_filed=True, title=f"{years} ans", facts={"created_on": created})
    ApplicationFactory(form=form, title="Brouillon")
    ApplicationFactory(is_filed=True, title="Un autre appel")

    with django_assert_max_num_queries(15):
        answer = _page(officer, "bench_files", *_of(draft))

    rows = {row.record.application.title: row.record for row in answer.context["table"].rows}
    assert {title: (row.own_verdict, row.current_verdict, row.deciding) for title, row in rows.items()} == {
        "1 ans": ("eligible", "eligible", ()),
        "4 ans": ("eligible", "not_eligible", ()),
        "9 ans": ("not_eligible", "not_eligible", ("AGE",)),
    }
    assert (answer.context["changed_count"], answer.context["filed_count"]) == (1, 3)
    changing = _page(officer, "bench_files", *_of(draft), query="?change=verdict").content.decode()
    assert "4 ans" in changing
    assert "9 ans" not in changing
    file = b"".join(_page(officer, "bench_files", *_of(draft), query="?export=csv").streaming_content).decode()
    assert file.count("\n") == 4


def test_bench_says_when_it_judges_the_latest_files_alone(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    past = EditionFactory(in_force=True)
    form = FormVersionFactory(edition=past)
    for number in range(3):
        ApplicationFactory(form=form, is_filed=True, filed_at=MOMENT + timedelta(days=number), title=f"Projet {number}")
    monkeypatch.setattr("essaim.delivery.calls_for_projects.queries.bench.PAST_MAX", 2)

    answer = _page(officer, "bench_files", *_of(past))

    assert [row.record.application.title for row in answer.context["table"].rows] == ["Projet 2", "Projet 1"]
    assert "Les 2 derniers, sur 3" in answer.content.decode()


def test_example_is_added_corrected_and_removed(officer: Client) -> None:
    draft = EditionFactory()
    AuthorityFactory()
    values = {"title": "Essai", "as_of": "2026-03-02", "legal_category": "9220", "aid_type": "start_up",
              "flags": ["in_difficulty"], "budget_cents": "1 000,50", "expected": "eligible"}  # fmt: skip

    assert _post(officer, "example_add", *_of(draft), **{**values, "legal_category": "9a"}).status_code == 422
    _post(officer, "example_add", *_of(draft), **values)
    example = ExampleFile.objects.get()
    assert example.facts == {
        "as_of": "2026-03-02", "legal_category": "9220", "aid_type": "start_up", "in_difficulty": True,
        "budget_cents": 100_050,
    }  # fmt: skip
    page = _page(officer, "example_edit", *_of(draft), example.pk)
    assert page.context["form"]["flags"].value() == ["in_difficulty"]
    _post(officer, "example_edit", *_of(draft), example.pk, **{**values, "title": "Autre", "reason": "x"})
    example.refresh_from_db()
    assert example.title == "Autre"
    _post(officer, "example_remove", *_of(draft), example.pk, reason="x")
    assert not ExampleFile.objects.exists()
