"""Pages of the room: a whole consultation run in the browser, lists, files, what the public may not read."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.texts import fold
from essaim.steering.action_plan.tests.factories import ActionFactory, AxisFactory, SourceFactory
from essaim.steering.consultations.forms import contributions as contribution_forms
from essaim.steering.consultations.models import Answer, Consultation, Contribution, Issue, Proposal
from essaim.steering.consultations.states import Channel, ConsultationState, ModerationState, Verdict

from .factories import (
    AnswerTargetFactory,
    ConsultationFactory,
    ContributionFactory,
    GroupingFactory,
    GroupMemberFactory,
    IssueFactory,
    MeetingFactory,
    PhaseFactory,
    ProposalFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person_with(RoleKind.OFFICER))
    return client


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test write as fast as a robot."""
    monkeypatch.setattr(contribution_forms, "WRITING_SECONDS_MIN", 0)


def _url(name: str, /, *arguments: object) -> str:
    return reverse(f"consultations:{name}", args=arguments)


def _opened(client: Client, consultation: Consultation) -> str:
    return str(client.get(_url("contribute", consultation.slug)).context["form"].fields["opened"].initial)


def _now_open() -> Consultation:
    today = timezone.localdate()
    phase = PhaseFactory(starts_on=today - timedelta(days=2), ends_on=today + timedelta(days=2))
    return phase.consultation


@pytest.mark.usefixtures("quick")
def test_a_consultation_is_run_in_the_browser_from_draft_to_published_answers() -> None:
    team, anybody = Client(), Client()
    team.force_login(person_with(RoleKind.OFFICER))
    today = timezone.localdate()
    axis = AxisFactory(plan__draft=True)

    def post(name: str, /, *arguments: object, **data: object) -> None:
        answer = team.post(_url(name, *arguments), data)
        assert answer.status_code == 302, (name, answer.context["form"].errors if answer.context else answer)

    post("consultation_create", slug="essai", title="Essai", question="Que faire ?", moderation_days=5)
    post(
        "phase_create",
        "essai",
        number=1,
        title="En ligne",
        kind="contributions",
        starts_on=today.isoformat(),
        takes_contributions="on",
    )
    post("theme_create", "essai", number=1, code="T1", title="Lieux")
    post("consultation_open", "essai", day=today.isoformat())
    sent = anybody.post(
        _url("contribute", "essai"),
        {"text": "Ouvrir un lieu partagé", "opened": _opened(anybody, Consultation.objects.get()), "website": ""},
    )
    contribution = Contribution.objects.get()
    assert sent.headers["Location"] == _url("tracking", contribution.tracking_number)
    assert anybody.get(_url("contribution", "essai", 1)).status_code == 404
    post("contribution_moderate", "essai", 1, "publish")
    post("contribution_enter", "essai", text="Un lieu", channel="paper", origin="Registre", received_on=today)
    theme = contribution.consultation.themes.get()
    post("grouping", "essai", numbers=[1, 2], wording="Ouvrir un lieu", kind="new", theme=theme.pk)
    issue = Issue.objects.get()
    assert issue.code == "t1-e1"
    post("consultation_close", "essai", day=today.isoformat(), summary="Deux textes, un même souhait.")
    refused = team.post(_url("consultation_publish", "essai"), {"day": today.isoformat()})
    assert refused.status_code == 422
    assert team.get(_url("next_to_answer", "essai")).headers["Location"] == _url("issue_answer", "essai", issue.code)
    post("proposal_create", "essai", title="Une maison de l’ESS", issues=[issue.pk])
    post("proposal_retain", "essai", 1, axis=axis.pk, source=SourceFactory().pk)
    action = Proposal.objects.get().action
    assert action is not None
    post(
        "issue_answer",
        "essai",
        issue.code,
        verdict="accepted",
        reason="C’est une action du plan.",
        certainty="confirmed",
        target_1=f"action:{action.pk}",
    )
    post("consultation_publish", "essai", day=today.isoformat())

    assert Consultation.objects.get().state == ConsultationState.ANSWERED
    page = anybody.get(_url("tracking", contribution.tracking_number)).content.decode()
    assert "C’est une action du plan." in page
    assert str(action.title) not in page


def test_list_of_contributions_counts_its_queries(client: Client, django_assert_num_queries) -> None:
    consultation = ConsultationFactory()
    issue = IssueFactory(consultation=consultation)
    for _place in range(30):
        GroupingFactory(issue=issue, contribution=ContributionFactory(consultation=consultation))

    with django_assert_num_queries(4):
        answer = client.get(_url("contribution_list", consultation.slug))

    assert answer.context["total"] == 30


def test_matrix_counts_its_queries(client: Client, django_assert_num_queries) -> None:
    consultation = ConsultationFactory()
    for _place in range(30):
        AnswerTargetFactory(answer__issue=IssueFactory(consultation=consultation))

    with django_assert_num_queries(9):
        answer = client.get(_url("issue_list", consultation.slug))

    assert answer.context["total"] == 30


@pytest.mark.parametrize("name", ["contribution_list", "issue_list", "proposal_list"])
def test_lists_answer_htmx_with_what_the_page_shows(client: Client, assert_swap_equals_reload, name: str) -> None:
    consultation = ConsultationFactory()
    GroupingFactory(issue=IssueFactory(consultation=consultation))
    ProposalFactory(consultation=consultation)

    assert_swap_equals_reload(client, _url(name, consultation.slug))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=velo", [1]),
        ("?theme=T7", [2]),
        ("?channel=paper", [2]),
        ("?answer=answered", [2]),
        ("?answer=missing", [1]),
        ("?q=insulte", []),
    ],
)
def test_filters_of_contributions_are_in_the_address(client: Client, query: str, expected: list[int]) -> None:
    consultation = ConsultationFactory()
    ContributionFactory(consultation=consultation, number=1, text="Des Vélos", search_key=fold("Des Vélos"))
    theme = ThemeFactory(consultation=consultation, number=7)
    answered = ContributionFactory(
        consultation=consultation, number=2, theme=theme, channel=Channel.PAPER, origin="Registre"
    )
    Answer.objects.create(contribution=answered, verdict=Verdict.REFUSED, reason="Non.")
    ContributionFactory(consultation=consultation, number=3, hidden=True, text="insulte", search_key="insulte")

    answer = client.get(_url("contribution_list", consultation.slug) + query)

    assert [row.record.number for row in answer.context["table"].rows] == expected


def test_hidden_text_is_nowhere_in_public(client: Client) -> None:
    contribution = ContributionFactory(hidden=True, text="Achetez mes bottes", author_name="Basile Imaginé")
    slug = contribution.consultation.slug
    addresses = [
        _url("contribution_list", slug),
        _url("contribution_list", slug) + "?export=csv",
        _url("contribution", slug, contribution.number),
        _url("restitution", slug),
    ]

    for address in addresses:
        answer = client.get(address)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"bottes" not in text
        assert b"Basile" not in text


def test_author_is_named_only_when_they_asked(client: Client) -> None:
    shy = ContributionFactory(author_name="Basile Imaginé")
    bold = ContributionFactory(consultation=shy.consultation, author_name="Zoé Imaginée", shows_name=True)

    text = client.get(_url("contribution_list", shy.consultation.slug)).content.decode()

    assert bold.author_name in text
    assert shy.author_name not in text


@pytest.mark.usefixtures("quick")
def test_robot_that_fills_the_trap_is_refused(client: Client) -> None:
    consultation = _now_open()
    data = {"text": "Un lieu", "opened": _opened(client, consultation), "website": "https://example.org"}

    answer = client.post(_url("contribute", consultation.slug), data)

    assert answer.status_code == 422
    assert not Contribution.objects.exists()


def test_text_sent_in_a_second_is_kept_and_asked_again(client: Client) -> None:
    consultation = _now_open()

    answer = client.post(
        _url("contribute", consultation.slug), {"text": "Un lieu", "opened": _opened(client, consultation)}
    )

    assert answer.status_code == 422
    assert "Un lieu" in answer.content.decode()


def test_author_asks_for_a_second_reading_on_the_tracking_page(client: Client) -> None:
    contribution = ContributionFactory(hidden=True)
    address = _url("tracking", contribution.tracking_number)

    assert client.post(address, {"appeal": ""}).status_code == 422
    assert client.post(address, {"appeal": "Ce n’est pas une publicité."}).status_code == 302
    again = client.post(address, {"appeal": "Encore"})

    contribution.refresh_from_db()
    assert contribution.state == ModerationState.APPEALED
    assert again.status_code == 422


def test_tracking_number_is_found_as_it_is_typed(client: Client) -> None:
    contribution = ContributionFactory()

    found = client.get(_url("tracking_search") + f"?tracking_number={contribution.tracking_number.lower()}")
    lost = client.get(_url("tracking_search") + "?tracking_number=CTR-NOTHING")

    assert found.headers["Location"] == _url("tracking", contribution.tracking_number)
    assert lost.context["form"].errors


def _sheet(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("dires.csv", "\n".join(lines).encode(), content_type="text/csv")


def test_sheet_is_shown_before_it_is_written(officer: Client) -> None:
    consultation = ThemeFactory(number=3).consultation
    address = _url("import_sheet", consultation.slug)
    values = {"channel": "paper", "origin": "Urne de la mairie"}
    sheet = _sheet("text;theme;received_on", "Un lieu;T3;2026-03-02", "Un fonds;;")

    preview = officer.post(address, {**values, "file": sheet})
    assert not Contribution.objects.exists()
    written = officer.post(address, {"shown": preview.context["shown"]})

    assert written.status_code == 302
    rows = list(Contribution.objects.order_by("number").values_list("number", "text", "theme__code", "origin"))
    assert rows == [(1, "Un lieu", "T3", "Urne de la mairie"), (2, "Un fonds", None, "Urne de la mairie")]


def test_sheet_with_a_wrong_row_writes_nothing(officer: Client) -> None:
    consultation = ConsultationFactory()
    sheet = _sheet("text;theme;received_on", "Un lieu;Inconnu;2026-03-02", ";;demain")

    answer = officer.post(
        _url("import_sheet", consultation.slug), {"channel": "paper", "origin": "Urne", "file": sheet}
    )

    assert answer.status_code == 422
    assert [len(row.errors) for row in answer.context["rows"]] == [1, 2]
    assert not answer.context["shown"]


def test_sheet_of_a_meeting_is_read_with_its_usual_words_and_finds_the_records(officer: Client) -> None:
    consultation = ThemeFactory(number=3).consultation
    there = ContributionFactory(consultation=consultation, text="Un lieu")
    structure = OrganizationFactory(name="Les Vélos fictifs", acronym="LVF")
    address = _url("import_sheet", consultation.slug)
    sheet = _sheet("Contribution;Structure;Lieu;Voie;Humeur", "UN LIEU;lvf;Table 2;papier;gaie", "Un four;Inconnue;;;")

    preview = officer.post(address, {"channel": "table", "origin": "Urne", "file": sheet})
    officer.post(address, {"shown": preview.context["shown"]})

    assert preview.context["left_out"] == ("Humeur",)
    assert [row.twin for row in preview.context["rows"]] == [there.number, None]
    rows = Contribution.objects.exclude(pk=there.pk).order_by("number")
    assert list(rows.values_list("organization", "organization_name", "origin", "channel")) == [
        (structure.pk, "lvf", "Table 2", "paper"),
        (None, "Inconnue", "Urne", "table"),
    ]


def test_wrong_words_of_a_sheet_are_answered_with_those_that_are_known(officer: Client) -> None:
    consultation = ThemeFactory(number=3).consultation
    sheet = _sheet("texte;thème;voie", "Un lieu;Inconnu;pigeon")
    values = {"channel": "paper", "origin": "Urne", "file": sheet}

    (row,) = officer.post(_url("import_sheet", consultation.slug), values).context["rows"]

    theme, way = row.errors
    assert "T3" in theme
    assert str(Channel.PAPER.label) in way


def test_preview_of_one_consultation_is_not_written_in_another(officer: Client) -> None:
    first, second = ConsultationFactory(), ConsultationFactory()
    preview = officer.post(
        _url("import_sheet", first.slug), {"channel": "paper", "origin": "Urne", "file": _sheet("text;x", "Un lieu;")}
    )

    officer.post(_url("import_sheet", second.slug), {"shown": preview.context["shown"]})
    officer.post(_url("import_sheet", first.slug), {"shown": preview.context["shown"] + "x"})

    assert not Contribution.objects.exists()


def test_long_texts_are_shortened_and_keep_their_numbers(client: Client) -> None:
    issue = IssueFactory()
    said = f"Il faut 400 emplois et 200 stages. {'Encore une raison. ' * 30}Fin du texte."
    GroupingFactory(issue=issue, contribution=ContributionFactory(consultation=issue.consultation, text=said))
    slug = issue.consultation.slug

    for url in (_url("issue", slug, issue.code), _url("restitution", slug)):
        page = client.get(url).content.decode()

        assert "Il faut 400 emplois et 200 stages." in page
        assert "Fin du texte" not in page


def test_restitution_is_a_page_a_pdf_and_an_odt(client: Client) -> None:
    target = AnswerTargetFactory()
    issue = target.answer.issue
    GroupingFactory(issue=issue, contribution=ContributionFactory(consultation=issue.consultation, text="Ma parole"))
    missing = IssueFactory(consultation=issue.consultation)
    slug = issue.consultation.slug
    PhaseFactory(consultation=issue.consultation, planned="Mars", outcome="En avril", audiences="Tout le monde")
    source = SourceFactory()
    issue.consultation.statements.create(topic="Date", wording="Mars ou avril", source=source)
    issue.consultation.declared.create(about="Participants", wording="60", count=60, source=source)

    page = client.get(_url("restitution", slug)).content.decode()
    pdf = client.get(_url("restitution_pdf", slug))
    odt = client.get(_url("restitution_odt", slug))

    assert pdf.content.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf.content
    with zipfile.ZipFile(io.BytesIO(odt.content)) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        text = archive.read("content.xml").decode()
    for shown in (page, text):
        assert issue.wording in shown
        assert "Ma parole" in shown
        assert target.action.title in shown
        assert missing.wording in shown


def test_pages_of_the_plan_say_who_asked(client: Client) -> None:
    target = AnswerTargetFactory()

    for name, pk in (("action_panel", target.action.pk), ("plan_panel", target.action.plan.pk)):
        answer = client.get(_url(name, pk), headers={"HX-Request": "true"})
        assert target.answer.issue.wording in answer.content.decode()
        assert "<html" not in answer.content.decode()


def test_panel_of_a_draft_plan_is_closed_to_the_public(client: Client) -> None:
    action = ActionFactory(axis=AxisFactory(plan__draft=True))

    assert client.get(_url("action_panel", action.pk)).status_code == 404
    assert client.get(_url("plan_panel", action.plan.pk)).status_code == 404


def test_thread_leads_from_a_contribution_to_the_action(client: Client) -> None:
    target = AnswerTargetFactory()
    contribution = GroupingFactory(issue=target.answer.issue).contribution

    answer = client.get(reverse("ui:thread", args=["contribution", contribution.reference])).content.decode()

    assert target.answer.issue.wording in answer
    assert target.action.title in answer


@pytest.mark.parametrize("kind", ["contribution", "issue", "proposal"])
def test_thread_is_named_by_a_public_reference_and_keeps_older_addresses(client: Client, kind: str) -> None:
    consultation = ConsultationFactory(slug="deux-mille-15")
    row = {"contribution": ContributionFactory, "issue": IssueFactory, "proposal": ProposalFactory}[kind](
        consultation=consultation
    )
    reference = f"deux-mille-15-{row.code if kind == 'issue' else row.number}"

    older = client.get(reverse("ui:thread", args=[kind, row.pk]))
    machine = client.get(reverse("api-1:thread_walk", args=[kind, row.pk])).json()

    assert row.reference == reference
    assert client.get(reverse("ui:thread", args=[kind, reference])).status_code == 200
    assert (older.status_code, older.headers["Location"]) == (301, reverse("ui:thread", args=[kind, reference]))
    assert machine["id"] == reference
    assert client.get(reverse("api-1:thread_walk", args=[kind, reference])).json() == machine
    assert client.get(reverse("ui:thread", args=[kind, "deux-mille-15-inconnu"])).status_code == 404


def test_thread_names_what_a_step_was_reached_through_by_its_reference(client: Client) -> None:
    grouping = GroupingFactory()
    proposal = ProposalFactory(consultation=grouping.issue.consultation)
    proposal.taken_up.create(issue=grouping.issue)

    found = client.get(reverse("api-1:thread_walk", args=["contribution", grouping.contribution.reference])).json()

    assert [(step["id"], step["through"]) for step in found["after"]] == [
        (grouping.issue.reference, [{"kind": "contribution", "id": grouping.contribution.reference}]),
        (proposal.reference, [{"kind": "issue", "id": grouping.issue.reference}]),
    ]


def test_thread_leads_from_the_meetings_to_the_issues_and_not_from_what_comes_later(client: Client) -> None:
    issue = IssueFactory()
    heard = MeetingFactory(phase__consultation=issue.consultation, phase__kind="meetings")
    later = MeetingFactory(phase__consultation=issue.consultation, phase__kind="conference")

    answers = [
        client.get(reverse("ui:thread", args=["event", meeting.event.slug])).content.decode()
        for meeting in (heard, later)
    ]

    assert [issue.wording in answer for answer in answers] == [True, False]


def test_thread_leads_from_each_step_of_a_cycle_to_the_axes_of_its_plan_and_back(client: Client) -> None:
    axis = AxisFactory()
    consultation = ConsultationFactory(plan=axis.plan)
    held, told = (
        MeetingFactory(phase__consultation=consultation, phase__kind=kind) for kind in ("restitution", "conference")
    )

    def keys(kind: str, key: object, side: str) -> set[tuple[str, str]]:
        answer = client.get(reverse("api-1:thread_walk", args=[kind, key])).json()
        return {(step["kind"], step["id"]) for step in answer[side]}

    this_axis = ("axis", str(axis.pk))
    assert this_axis in keys("event", held.event.slug, "after")
    assert this_axis in keys("event", told.event.slug, "before")
    assert ("event", told.event.slug) in keys("axis", axis.pk, "after")
    assert ("event", held.event.slug) in keys("axis", axis.pk, "before")


def test_api_gives_the_issues_with_their_fate(client: Client) -> None:
    target = AnswerTargetFactory()
    issue = target.answer.issue
    IssueFactory(consultation=issue.consultation, kind="existing")
    address = reverse("api-1:consultation_issues", args=[issue.consultation.slug])

    (found,) = client.get(address + "?kind=new").json()["items"]
    missing = client.get(address + "?verdict=missing").json()["items"]

    assert (found["wording"], found["theme"]) == (issue.wording, issue.theme.code)
    assert found["fate"]["targets"][0]["label"] == target.action.title
    assert [row["fate"] for row in missing] == [None]


@pytest.mark.parametrize("name", ["consultation", "issue_list", "contribution_list", "restitution_pdf"])
def test_draft_is_read_by_the_team_alone(client: Client, name: str) -> None:
    consultation = ConsultationFactory(draft=True)

    assert client.get(_url(name, consultation.slug)).status_code == 404
    client.force_login(person_with(RoleKind.OFFICER))
    assert client.get(_url(name, consultation.slug)).status_code == 200


def test_every_page_of_the_team_opens(officer: Client) -> None:
    member = GroupMemberFactory()
    consultation = member.group.consultation
    issue = IssueFactory(consultation=consultation)
    contribution = GroupingFactory(
        issue=issue, contribution=ContributionFactory(consultation=consultation)
    ).contribution
    proposal = ProposalFactory(consultation=consultation)
    phase = PhaseFactory(consultation=consultation)
    slug, group = consultation.slug, member.group.number
    pages = [
        _url("consultation_edit", slug),
        _url("consultation_close", slug),
        _url("phase_edit", slug, phase.number),
        _url("meeting_add", slug, phase.number),
        _url("statement_create", slug),
        _url("declared_create", slug),
        _url("theme_edit", slug, issue.theme.code),
        _url("grouping", slug),
        _url("issue_create", slug),
        _url("issue_edit", slug, issue.code),
        _url("issue_answer", slug, issue.code),
        _url("contribution_answer", slug, contribution.number),
        _url("contribution_moderate", slug, contribution.number, "hide"),
        _url("contribution_ungroup", slug, contribution.number, issue.code),
        _url("group_create", slug),
        _url("group", slug, group),
        _url("group_edit", slug, group),
        _url("member_create", slug, group),
        _url("member_end", slug, group, member.pk),
        _url("output_create", slug, group),
        _url("proposal", slug, proposal.number),
        _url("proposal_edit", slug, proposal.number),
        _url("proposal_aside", slug, proposal.number),
        _url("issue", slug, issue.code),
        _url("contribution", slug, contribution.number),
        _url("consultation_history", slug),
        _url("import_model", slug),
    ]

    assert {page: officer.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("page_language", ["fr", "en"])
@pytest.mark.parametrize(
    "lines",
    [
        ("Texte;Thème;Voie;Jour", "Un lieu;T3;Lettre ou message;02/03/2026"),
        ("Text;Theme;How it came;Day", "Un lieu;T3;Letter or message;2026-03-02"),
        ("text;theme;channel;received_on", "Un lieu;T3;letter;2026-03-02"),
    ],
)
def test_sheet_has_french_or_english_headings_whatever_the_page(
    officer: Client, page_language: str, lines: tuple[str, str]
) -> None:
    consultation = ThemeFactory(number=3).consultation
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = page_language
    values = {"channel": "paper", "origin": "Urne", "file": _sheet(*lines)}

    (row,) = officer.post(_url("import_sheet", consultation.slug), values).context["rows"]

    assert row.errors == ()
    assert (row.values["theme"], row.values["channel"], row.values["received_on"]) == ("T3", "letter", "2026-03-02")


@pytest.mark.parametrize(
    ("day", "present"), [("2026-03-15", True), ("2026-04-15", False), ("2026-02-15", False), ("pas-un-jour", False)]
)
def test_members_of_a_group_are_those_of_the_day_asked(client: Client, day: str, present: bool) -> None:
    member = GroupMemberFactory(starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 1))
    address = _url("group", member.group.consultation.slug, member.group.number)

    shown = client.get(address + f"?le={day}")

    assert (member in shown.context["current"]) == present
    assert (member in shown.context["others"]) != present


def test_step_is_written_with_its_last_day_included(officer: Client) -> None:
    consultation = ConsultationFactory(draft=True)
    values = {"title": "En ligne", "kind": "contributions", "number": 1, "takes_contributions": "on"}

    officer.post(
        _url("phase_create", consultation.slug), {**values, "starts_on": "2026-11-20", "ends_on": "2026-12-30"}
    )
    phase = consultation.phases.get()
    form = officer.get(_url("phase_edit", consultation.slug, 1)).context["form"]

    assert (phase.last_day, phase.ends_on) == (date(2026, 12, 30), date(2026, 12, 31))
    assert form["ends_on"].value() == date(2026, 12, 30)
