"""Mails left in the folder are read whatever they hold, and shown without an address or a way out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import override_settings

from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.insight.demo.adapters.mailbox import read_mails
from essaim.insight.demo.mails import Piece, shown_mails


def _send(folder: Path, *mails: EmailMultiAlternatives) -> None:
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder))
    connection.open()
    connection.send_messages(list(mails))
    connection.close()


def _mail(
    subject: str = "Votre code", body: str = "Le code : 1234", to: str = "a@example.org"
) -> EmailMultiAlternatives:
    return EmailMultiAlternatives(subject, body, "x@example.org", [to])


def test_several_mails_of_a_file_are_read_with_accents_and_lines(tmp_path: Path) -> None:
    _send(tmp_path, _mail("Échéance dépassée", "Été :\nœuvre\n"), _mail("Deuxième"))

    found = {mail.subject: mail for mail in read_mails(tmp_path, count_max=10)}

    assert found["Échéance dépassée"].text == "Été :\nœuvre"
    assert found["Échéance dépassée"].recipients == ("a@example.org",)
    assert found["Échéance dépassée"].sent_at is not None
    assert set(found) == {"Échéance dépassée", "Deuxième"}


def test_plain_part_is_preferred_and_tags_are_taken_off(tmp_path: Path) -> None:
    both = _mail(body="en clair")
    both.attach_alternative("<p>en <b>gras</b></p>", "text/html")
    html_only = EmailMultiAlternatives("HTML", "<p>un <b>mot</b></p>", "x@example.org", ["a@example.org"])
    html_only.content_subtype = "html"
    _send(tmp_path, both, html_only)

    assert sorted(mail.text for mail in read_mails(tmp_path, count_max=10)) == ["en clair", "un mot"]


def test_what_is_not_a_mail_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(b"\xff\xfe\x00 not a mail")
    (tmp_path / "b.log").write_bytes(
        b"Subject: =?utf-8?q?bad?=\nDate: yesterday\nContent-Type: text/plain; charset=none\n\nx"
    )
    (tmp_path / "c.txt").write_text("Subject: other\n\nx")

    found = read_mails(tmp_path, count_max=10)

    assert [(mail.subject, mail.sent_at, mail.text) for mail in found] == [("bad", None, "")]


def test_missing_folder_holds_no_mail(tmp_path: Path) -> None:
    assert read_mails(tmp_path / "none", count_max=10) == []


def test_latest_come_first_and_no_more_than_asked(tmp_path: Path) -> None:
    for day in (1, 3, 2):
        moment = datetime(2026, 3, day, tzinfo=UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
        (tmp_path / f"{day}.log").write_text(f"Subject: {day}\nDate: {moment}\n\nx\n")

    assert [mail.subject for mail in read_mails(tmp_path, count_max=10)] == ["3", "2", "1"]
    assert len(read_mails(tmp_path, count_max=2)) == 2


@pytest.mark.django_db
def test_addresses_are_hidden_and_people_named(tmp_path: Path) -> None:
    UserFactory(email="octave.invente@example.org", full_name="Octave Inventé")
    _send(tmp_path, _mail("Pour a.b@example.org", "Écrit à c.d@example.org.", to="octave.invente@example.org"))

    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        (shown,) = shown_mails(host="demo.test")

    text = "".join(piece.text for piece in shown.pieces)
    assert shown.recipients == ("Octave Inventé",)
    assert "@" not in f"{shown.subject} {text}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("link", "piece"),
    [
        ("http://demo.test/compte/code/?a=1", Piece("/compte/code/?a=1", "/compte/code/?a=1")),
        ("http://localhost:8000/invitation/abc/", Piece("/invitation/abc/", "/invitation/abc/")),
        (f"http://demo.test/invitation/{'k' * 40}/", Piece(f"/invitation/{'k' * 16}…", f"/invitation/{'k' * 40}/")),
        ("https://elsewhere.test/x", Piece("https://elsewhere.test/x")),
        ("http://demo.test//elsewhere.test/x", Piece("http://demo.test//elsewhere.test/x")),
    ],
)
def test_only_links_of_this_site_are_followed(tmp_path: Path, link: str, piece: Piece) -> None:
    _send(tmp_path, _mail(body=f"Ouvrez {link} maintenant"))

    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        (shown,) = shown_mails(host="demo.test")

    assert piece in shown.pieces
