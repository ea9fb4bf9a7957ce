"""Under which name and SIRET the authority publishes its grants."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked

from .grants import check_siret


@tracked
class Publisher(models.Model):
    """The authority as open data names it: one row, or none before somebody writes it."""

    is_the_one = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    siret = models.CharField(_("SIRET"), max_length=14, validators=[check_siret])

    class Meta:
        verbose_name = _("authority as open data names it")
        verbose_name_plural = _("authority as open data names it")
        constraints = [
            models.CheckConstraint(condition=Q(is_the_one=True), name="there_is_one_publisher"),
            models.CheckConstraint(
                condition=~Q(name=""), name="publisher_has_a_name", violation_error_message=_("Give its name.")
            ),
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the publication."""
        return reverse("funding:publication")
