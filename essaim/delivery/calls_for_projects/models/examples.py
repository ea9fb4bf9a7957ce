"""Example files on which the rules of an edition are tried."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.calls_for_projects.facts import FactUnreadable, facts_from, no_place
from essaim.delivery.calls_for_projects.states import Verdict
from essaim.foundations.audit_trail.tracking import tracked

from .editions import Edition


@tracked
class ExampleFile(models.Model):
    """
    The facts of an invented or past file, kept with an edition to try its rules; never who it was.

    facts: a JSON object, with the names that the eligibility test takes. expected: the verdict it should have; may be empty.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="examples", verbose_name=pgettext_lazy("of a call", "edition")
    )
    title = models.CharField(
        _("title"), max_length=200, help_text=_("What it tries, such as: association of four years, start-up. No name.")
    )
    facts = models.JSONField(_("facts"))
    expected = models.CharField(_("expected verdict"), max_length=20, choices=Verdict, blank=True)
    note = models.CharField(pgettext_lazy("of an example", "note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("example file")
        verbose_name_plural = _("example files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "title"],
                name="example_title_is_taken_once_in_an_edition",
                violation_error_message=_("Another example of this edition has this title."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="example_file_has_a_title",
                violation_error_message=_("An example has a title."),
            ),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the bench of its edition."""
        return reverse("calls_for_projects:bench", args=[self.edition.call.slug, self.edition.code])

    def clean(self) -> None:
        """
        Refuse facts that cannot be read.

        :raises ValidationError: naming the fact
        """
        try:
            facts_from(self.facts if isinstance(self.facts, dict) else {}, no_place)
        except FactUnreadable as error:
            message = gettext("The fact “%(name)s” is missing, unknown, or holds what it may not.")
            raise ValidationError({"facts": message % {"name": error.name}}) from error
