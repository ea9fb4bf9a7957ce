"""Documents, and each version of their file."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.documents.kinds import KINDS
from essaim.foundations.documents.states import DocumentState

KIND_CHOICES = [(kind.key, kind.label) for kind in KINDS.values()]


class DocumentQuerySet(models.QuerySet["Document"]):
    """Vocabulary on documents."""

    def of(self, kind: str, object_id: str) -> DocumentQuerySet:
        """Keep the documents of one thing."""
        return self.filter(subject_kind=kind, subject_id=object_id)

    def kept(self) -> DocumentQuerySet:
        """Keep those neither withdrawn nor erased."""
        return self.filter(state=DocumentState.KEPT)

    def past_retention(self, today: date) -> DocumentQuerySet:
        """Keep those whose day has come: kept until that day, excluded."""
        return self.kept().filter(keep_until__lte=today)

    def with_current(self) -> DocumentQuerySet:
        """Add the facts of the current file: current_number, _name, _kind, _size, _sha256 and _at."""
        latest = Version.objects.filter(document=models.OuterRef("pk")).order_by("-number")
        facts = {
            "number": "number",
            "name": "file_name",
            "kind": "kind",
            "size": "size_bytes",
            "sha256": "sha256",
            "at": "deposited_at",
        }
        return self.annotate(
            **{f"current_{name}": models.Subquery(latest.values(field)[:1]) for name, field in facts.items()}
        )

    def to_erase(self, today: date) -> DocumentQuerySet:
        """Keep the withdrawn ones that can no longer be restored and whose elimination was agreed to."""
        return self.filter(state=DocumentState.WITHDRAWN, erase_on__lte=today, agreement__isnull=False)

    def without_agreement(self) -> DocumentQuerySet:
        """Keep the withdrawn ones whose elimination nobody agreed to yet: those of the slip."""
        return self.filter(state=DocumentState.WITHDRAWN, agreement__isnull=True)


@tracked
class EliminationAgreement(models.Model):
    """
    What the departmental archives agreed to: the documents that name it may be erased.

    Public archives are eliminated with this agreement only; a document without it keeps its files.
    """

    reference = models.CharField(_("reference"), max_length=200)
    agreed_on = models.DateField(_("agreed on"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("agreement to an elimination")
        verbose_name_plural = _("agreements to eliminations")
        ordering = ["-agreed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference=""),
                name="agreement_has_its_reference",
                violation_error_message=_("Give the reference of the agreement."),
            )
        ]

    def __str__(self) -> str:
        """Show its reference."""
        return self.reference


def _has_one_depositor(name: str) -> models.CheckConstraint:
    """Ask for a person with an account, or for what is said of somebody without one."""
    by_person = Q(deposited_by__isnull=False, deposited_as="")
    return models.CheckConstraint(condition=by_person | (Q(deposited_by__isnull=True) & ~Q(deposited_as="")), name=name)


@tracked
class Document(models.Model):
    """
    A document attached to a thing of an upper room, named by its kind and id as plain values.

    The title stays in the history after the files are erased; it must hold no personal data, and the form says so.
    """

    subject_kind = models.CharField(_("kind of thing"), max_length=60)
    subject_id = models.CharField(_("attached to"), max_length=64)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(_("kept for"), max_length=200)
    keep_until = models.DateField(_("kept until (excluded)"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    state = models.CharField(_("state"), max_length=20, choices=DocumentState, default=DocumentState.KEPT)
    deposited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deposited by")
    )
    deposited_as = models.CharField(_("deposited by, without an account"), max_length=200, blank=True)
    deposited_at = models.DateTimeField(_("deposited"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)
    erase_on = models.DateField(_("erased from"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    agreement = models.ForeignKey(
        EliminationAgreement,
        on_delete=models.PROTECT,
        related_name="documents",
        null=True,
        blank=True,
        verbose_name=_("agreement to its elimination"),
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("attached file", "document")
        verbose_name_plural = pgettext_lazy("attached files", "documents")
        ordering = ["-deposited_at", "-pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="document_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DocumentState.KEPT, withdrawn_at__isnull=True, erase_on__isnull=True)
                | (~Q(state=DocumentState.KEPT) & Q(withdrawn_at__isnull=False, erase_on__isnull=False)),
                name="withdrawn_document_has_its_dates_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.ERASED, erased_at__isnull=False)
                | (~Q(state=DocumentState.ERASED) & Q(erased_at__isnull=True)),
                name="erased_document_has_its_moment_and_no_other",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.ERASED) | Q(agreement__isnull=False),
                name="erased_document_has_its_agreement",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.KEPT) | Q(agreement__isnull=True),
                name="kept_document_has_no_agreement",
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.KEPT) | ~Q(withdrawn_reason=""),
                name="withdrawn_document_says_why",
                violation_error_message=_("Say why the document is withdrawn."),
            ),
            _has_one_depositor("document_has_one_depositor"),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="document_says_what_it_is_kept_for",
                violation_error_message=_("Say what the document is kept for."),
            ),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("documents:document", args=[self.pk])

    @property
    def current(self) -> Version:
        """The version that counts: the latest."""
        return self.versions.latest("number")


@tracked(exclude=["file_name"])
class Version(models.Model):
    """
    One version of a document's file, never changed; a newer one replaces it and it stays for the team.

    The file's own name may name somebody: it is left out of the history, and emptied when the file is removed.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    file_name = models.CharField(_("file name"), max_length=150, blank=True)
    kind = models.CharField(pgettext_lazy("of a file", "type"), max_length=10, choices=KIND_CHOICES)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    storage_key = models.CharField(max_length=100, unique=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    deposited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deposited by")
    )
    deposited_as = models.CharField(_("deposited by, without an account"), max_length=200, blank=True)
    deposited_at = models.DateTimeField(_("deposited"))
    removed_at = models.DateTimeField(_("file removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of a document")
        ordering = ["document", "-number"]
        indexes = [models.Index(fields=["sha256"], name="version_by_content")]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_is_unique_in_its_document"),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="version_has_content"),
            _has_one_depositor("version_has_one_depositor"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="version_hash_is_of_sha256_form"),
            models.CheckConstraint(
                condition=(Q(removed_at__isnull=True) & ~Q(file_name="")) | Q(removed_at__isnull=False, file_name=""),
                name="removed_version_has_no_file_name_and_others_have",
            ),
        ]

    def __str__(self) -> str:
        """Show the document and the number."""
        return f"{self.document} (v{self.number})"

    @property
    def depositor(self) -> str:
        """Who deposited it, in words."""
        return self.deposited_by.full_name if self.deposited_by else self.deposited_as

    @property
    def hash_short(self) -> str:
        """The first characters of the hash, enough to compare by eye."""
        return self.sha256[:12]

    @property
    def hash_in_parts(self) -> list[str]:
        """The hash in eight parts, between which a narrow page may break it."""
        return [self.sha256[start : start + 8] for start in range(0, 64, 8)]
