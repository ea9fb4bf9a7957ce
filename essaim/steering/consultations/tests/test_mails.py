"""What authors who left an address are told, when, how they stop it; that nobody else ever reads the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.steering.consultations import services
from essaim.steering.consultations.forms import contributions as contribution_forms
from essaim.steering.consultations.models import Contribution
from essaim.steering.consultations.services import mailing
from essaim.steering.consultations.states import ContributionMail, HidingCause, Verdict

from .factories import (
    MOMENT,
    AnswerFactory,
    ConsultationFactory,
    ContributionFactory,
    GroupingFactory,
    IssueFactory,
    PhaseFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "rose@example.org"
Commits = Callable[..., object]


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Commits) -> Callable[[], object]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def _link(contribution: Contribution) -> str:
    return settings.ESSAIM_URL + reverse("consultations:tracking", args=[contribution.tracking_number])


def _answered(**values: object) -> Contribution:
    """Make a contribution whose issue has an answer, in a closed consultation."""
    consultation = ConsultationFactory(closed=True)
    issue = AnswerFactory(issue=IssueFactory(consultation=consultation), reason="Un autre plan.").issue
    row = ContributionFactory(consultation=consultation, **values)
    return GroupingFactory(issue=issue, contribution=row).contribution


def test_author_gets_the_link_once_the_contribution_is_written(commits) -> None:
    consultation = PhaseFactory().consultation

    with commits():
        row = services.receive_contribution(consultation=consultation, text="Un lieu", email=ADDRESS, now=MOMENT)
        assert mail.outbox == []

    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert _link(row) in sent.body
    assert "Un lieu" not in sent.body
    row.refresh_from_db()
    assert (row.email, row.mail_due) == (ADDRESS, "")


def test_nobody_is_written_to_without_an_address(commits, officer: User) -> None:
    with commits():
        services.receive_contribution(consultation=PhaseFactory().consultation, text="Un lieu", now=MOMENT)
        row = ContributionFactory()
        services.hide_contribution(
            contribution=row, actor=officer, cause=HidingCause.ADVERTISING, reason="Publicité.", now=MOMENT
        )

    assert mail.outbox == []


def test_author_reads_why_the_text_is_hidden_then_upheld_and_the_address_is_erased(commits, officer: User) -> None:
    row = ContributionFactory(email=ADDRESS)
    with commits():
        row = services.hide_contribution(
            contribution=row, actor=officer, cause=HidingCause.ADVERTISING, reason="Une boutique.", now=MOMENT
        )
    services.appeal_moderation(contribution=row, appeal="Non.", now=MOMENT)
    with commits():
        services.uphold_hiding(
            contribution=row, actor=person_with(RoleKind.OFFICER), reason="C’en est une.", now=MOMENT
        )

    hidden, upheld = mail.outbox
    assert "Une boutique." in hidden.body
    assert "Publicité" in hidden.body
    assert "C’en est une." in upheld.body
    row.refresh_from_db()
    assert row.email == ""


def test_answer_is_told_when_answers_are_published_and_the_address_erased(commits, officer: User) -> None:
    row = _answered(email=ADDRESS)
    silent = _answered(email="autre@example.org")

    with commits():
        services.publish_answers(
            consultation=row.consultation, actor=officer, answered_on=timezone.localdate(MOMENT), now=MOMENT
        )

    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "Un autre plan." in sent.body
    assert _link(row) in sent.body
    row.refresh_from_db()
    silent.refresh_from_db()
    assert (row.email, row.mail_due, silent.email) == ("", "", "autre@example.org")


def test_answer_that_came_after_publication_is_told_too(commits, officer: User) -> None:
    issue = IssueFactory(consultation=ConsultationFactory(answered=True))
    row = GroupingFactory(
        issue=issue, contribution=ContributionFactory(consultation=issue.consultation, email=ADDRESS)
    ).contribution
    by_itself = ContributionFactory(consultation=issue.consultation, email="autre@example.org")

    for subject in (issue, by_itself):
        with commits():
            services.answer(subject=subject, actor=officer, verdict=Verdict.REFUSED, reason="Trop cher.", now=MOMENT)

    assert [sent.to for sent in mail.outbox] == [[ADDRESS], ["autre@example.org"]]
    assert not Contribution.objects.filter(pk__in=[row.pk, by_itself.pk]).exclude(email="").exists()


def test_answer_that_may_still_change_is_not_told(commits, officer: User) -> None:
    row = ContributionFactory(consultation=ConsultationFactory(closed=True), email=ADDRESS)

    with commits():
        services.answer(subject=row, actor=officer, verdict=Verdict.REFUSED, reason="Trop cher.", now=MOMENT)

    assert mail.outbox == []


def test_author_stops_the_mails_from_the_page_that_follows_the_text(client: Client, commits, officer: User) -> None:
    row = _answered(email=ADDRESS)
    page = reverse("consultations:tracking", args=[row.tracking_number])

    assert ADDRESS not in client.get(page).content.decode()
    assert client.post(page, {"forget": "1"}).status_code == 302
    with commits():
        services.publish_answers(
            consultation=row.consultation, actor=officer, answered_on=timezone.localdate(MOMENT), now=MOMENT
        )

    assert mail.outbox == []
    assert 'name="forget"' not in client.get(page).content.decode()
    assert not services.forget_address(contribution=row, now=MOMENT)


def test_mail_that_could_not_leave_is_tried_again_at_night(monkeypatch: pytest.MonkeyPatch, commits) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        with commits():
            row = services.receive_contribution(
                consultation=PhaseFactory().consultation, text="Un lieu", email=ADDRESS, now=MOMENT
            )
        assert services.send_waiting_mails(now=MOMENT) == (0, 1)

    assert services.send_waiting_mails(now=MOMENT) == (1, 0)
    assert services.send_waiting_mails(now=MOMENT) == (0, 0)
    row.refresh_from_db()
    assert row.mail_due == ""


def test_many_answers_leave_at_night_rather_than_hold_the_page(
    monkeypatch: pytest.MonkeyPatch, commits, officer: User
) -> None:
    monkeypatch.setattr(mailing, "AT_ONCE_MAX", 2)
    consultation = ConsultationFactory(closed=True)
    issue = AnswerFactory(issue=IssueFactory(consultation=consultation)).issue
    for place in range(3):
        row = ContributionFactory(consultation=consultation, email=f"p{place}@example.org")
        GroupingFactory(issue=issue, contribution=row)

    with commits():
        services.publish_answers(
            consultation=consultation, actor=officer, answered_on=timezone.localdate(MOMENT), now=MOMENT
        )

    assert len(mail.outbox) == 2
    assert services.send_waiting_mails(now=MOMENT) == (1, 0)


def test_addresses_are_not_kept_for_ever() -> None:
    old = ContributionFactory(email=ADDRESS, received_at=MOMENT - timedelta(days=800))
    recent = ContributionFactory(email=ADDRESS)
    told_in_vain = _answered(email=ADDRESS, mail_due=ContributionMail.ANSWERED)
    type(told_in_vain.consultation).objects.filter(pk=told_in_vain.consultation_id).update(
        state="answered",
        answered_on=timezone.localdate(MOMENT) - timedelta(days=31),
        closed_on="2026-01-02",
        opened_on="2026-01-01",
    )

    assert services.erase_addresses(now=MOMENT) == 2

    assert list(Contribution.objects.exclude(email="").values_list("pk", flat=True)) == [recent.pk]
    assert not Contribution.objects.filter(pk=old.pk).exclude(mail_due="").exists()


def test_address_is_read_by_nobody_and_is_in_no_history(client: Client, monkeypatch, officer: User) -> None:
    monkeypatch.setattr(contribution_forms, "WRITING_SECONDS_MIN", 0)
    today = timezone.localdate()
    consultation = PhaseFactory(starts_on=today, ends_on=None).consultation
    address = reverse("consultations:contribute", args=[consultation.slug])
    opened = str(client.get(address).context["form"].fields["opened"].initial)

    sent = client.post(address, {"text": "Un lieu", "email": ADDRESS, "opened": opened})
    row = Contribution.objects.get()
    client.force_login(officer)
    pages = [
        sent.headers["Location"],
        row.get_absolute_url(),
        reverse("consultations:contribution_list", args=[consultation.slug]),
        reverse("consultations:contribution_list", args=[consultation.slug]) + "?export=csv",
        reverse("consultations:consultation_history", args=[consultation.slug]),
    ]

    assert row.email == ADDRESS
    for page in pages:
        answer = client.get(page)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert ADDRESS.encode() not in text, page
    assert not any(ADDRESS in str(entry.details) for entry in Entry.objects.all())
    tracked = apps.get_model("consultations", "ContributionEvent")
    assert not {"email", "mail_due", "author_name"} & {field.name for field in tracked._meta.get_fields()}


@pytest.mark.parametrize(
    ("action", "said"),
    [("mails", "1 mails to authors of contributions sent, 0 not."), ("erase", "0 addresses of authors erased.")],
)
def test_command_does_alone_what_is_done_at_night(action: str, said: str) -> None:
    ContributionFactory(email=ADDRESS, mail_due=ContributionMail.RECEIPT, received_at=timezone.now())
    out = StringIO()

    call_command("consultations", action, stdout=out)

    assert out.getvalue().strip() == said


def test_command_fails_when_mails_do_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    ContributionFactory(email=ADDRESS, mail_due=ContributionMail.RECEIPT)

    with pytest.raises(CommandError, match="1 not"):
        call_command("consultations", "mails")
