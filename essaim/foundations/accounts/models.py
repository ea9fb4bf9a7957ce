"""People and the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.states import SCOPE_OF_ROLE, RoleKind, ScopeKind
from essaim.foundations.audit_trail.tracking import tracked


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in force: its kind and the scope it is held for."""

    kind: str
    scope_kind: str
    scope_code: str


LANGUAGES = [("fr", "Français"), ("en", "English")]
SCOPE_MATCHES_KIND = Q(*[Q(kind=kind, scope_kind=scope) for kind, scope in SCOPE_OF_ROLE.items()], _connector=Q.OR)


class UserManager(BaseUserManager["User"]):
    """Finds and makes people by their address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find somebody by address, case apart."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, full_name: str, password: str | None = None) -> User:
        """Make a person who can sign in; without a password, by e-mail code only."""
        user = self.model(email=email.strip().lower(), full_name=full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do comes from their dated roles, never from this row."""

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("name"), max_length=200)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=2, default="fr", choices=LANGUAGES)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        """Show the name, never the address."""
        return self.full_name

    @cached_property
    def held_roles(self) -> tuple[HeldRole, ...]:
        """
        The roles held today, read once per person object.

        With the entrances, the one place that reads the clock: a permission is asked now, whatever it is asked about.
        """
        grants = self.role_grants.held_on(timezone.localdate()).order_by("pk")
        return tuple(HeldRole(*row) for row in grants.values_list("kind", "scope_kind", "scope_code"))

    @property
    def audit_id(self) -> str:
        """Name the person in the audit trail."""
        return f"person:{self.pk}"

    @property
    def audit_label(self) -> str:
        """The name as it is now."""
        return self.full_name

    @property
    def audit_role(self) -> str:
        """The roles held today, as they are shown."""
        return ", ".join(dict.fromkeys(str(RoleKind(role.kind).label) for role in self.held_roles))


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Vocabulary on roles."""

    def held_on(self, day: date) -> RoleGrantQuerySet:
        """Keep the roles in force on a day: starts_on <= day < ends_on."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


@tracked
class RoleGrant(models.Model):
    """A role held by a person for a scope, from a day on, until another (excluded)."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    kind = models.CharField(_("role"), max_length=30, choices=RoleKind)
    scope_kind = models.CharField(_("scope"), max_length=20, choices=ScopeKind)
    scope_code = models.CharField(
        _("scope code"),
        max_length=60,
        help_text=_("SIREN, INSEE code or key of a body"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["person", "kind", "scope_code", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="role_ends_after_it_starts",
                violation_error_message=_("A role must end after it starts."),
            ),
            models.CheckConstraint(
                condition=SCOPE_MATCHES_KIND,
                name="role_has_the_scope_of_its_kind",
                violation_error_message=_("This role is not held for that kind of scope."),
            ),
        ]

    def __str__(self) -> str:
        """Show the role and its scope."""
        return f"{self.get_kind_display()} ({self.scope_code})"
