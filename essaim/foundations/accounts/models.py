"""People and the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.states import SCOPE_OF_ROLE, InvitationState, PersonState, RoleKind, ScopeKind
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in force: its kind and the scope it is held for."""

    kind: str
    scope_kind: str
    scope_code: str


LANGUAGES = [("fr", "Français"), ("en", "English")]
SIREN_PATTERN = r"^\d{9}$"
SCOPE_MATCHES_KIND = Q(*[Q(kind=kind, scope_kind=scope) for kind, scope in SCOPE_OF_ROLE.items()], _connector=Q.OR)


# Codes are checked further where more is known of them: the key of a SIREN by the services, a commune by its room.
SCOPE_CODE_IS_OF_FORM = (
    Q(scope_kind=ScopeKind.AUTHORITY, scope_code__regex=SIREN_PATTERN)
    | Q(scope_kind=ScopeKind.COMMUNE, scope_code__regex=f"^{COMMUNE_CODE_PATTERN}$")
    | Q(scope_kind__in=[ScopeKind.ORGANIZATION, ScopeKind.BODY])
)


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


# Names, addresses and secrets stay out of the sealed history, so that a person can be erased.
@tracked(exclude=["email", "full_name", "job_title", "password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who signs in. What they may do comes from their dated roles, never from this row."""

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("name"), max_length=200)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=2, default="fr", choices=LANGUAGES)
    created_at = models.DateTimeField(_("known since"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    erased_at = models.DateTimeField(pgettext_lazy("of an account", "erased"), null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_address",
                violation_error_message=_("Somebody already has this address."),
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, left_at__isnull=True) | Q(is_active=False, left_at__isnull=False),
                name="person_who_left_is_not_active",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(left_at__isnull=False), name="only_people_who_left_are_erased"
            ),
        ]

    def __str__(self) -> str:
        """Show the name, never the address."""
        return self.full_name

    def get_absolute_url(self) -> str:
        """Return the address of the person's page, for the team."""
        return reverse("accounts:person", args=[self.pk])

    @property
    def state(self) -> PersonState:
        """Where the account is in its life."""
        if self.erased_at is not None:
            return PersonState.ERASED
        return PersonState.ACTIVE if self.is_active else PersonState.LEFT

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
        return self.ending_after(day).filter(starts_on__lte=day)

    def ending_after(self, day: date) -> RoleGrantQuerySet:
        """Keep the roles in force on a day or later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


@tracked
class RoleGrant(models.Model):
    """
    A role held by a person for a scope, from a day on, until another (excluded).

    A role that ends on the day it starts was called off before it was held.
    """

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
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_does_not_end_before_it_starts",
                violation_error_message=_("A role cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=SCOPE_MATCHES_KIND,
                name="role_has_the_scope_of_its_kind",
                violation_error_message=_("This role is not held for that kind of scope."),
            ),
            models.CheckConstraint(
                condition=SCOPE_CODE_IS_OF_FORM,
                name="scope_code_is_of_its_form",
                violation_error_message=_("The code is not one of that kind of scope."),
            ),
        ]

    def __str__(self) -> str:
        """Show the role and its scope."""
        return f"{self.get_kind_display()} ({self.scope_code})"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Vocabulary on invitations."""

    def pending(self) -> InvitationQuerySet:
        """Keep those neither accepted nor withdrawn, expired or not."""
        return self.filter(state=InvitationState.PENDING)


@tracked(exclude=["email", "full_name", "job_title", "token_digest"])
class Invitation(models.Model):
    """
    An invitation to sign in with a role, sent to one address, good once and until its last moment.

    The token itself is only in the mail: the row keeps its SHA-256, so that whoever reads the table cannot accept.
    """

    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("name"), max_length=200)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, default="fr", choices=LANGUAGES)
    kind = models.CharField(_("role"), max_length=30, choices=RoleKind)
    scope_kind = models.CharField(_("scope"), max_length=20, choices=ScopeKind)
    scope_code = models.CharField(_("scope code"), max_length=60)
    role_ends_on = models.DateField(_("role until (excluded)"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("of an invitation", "state"),
        max_length=20,
        choices=InvitationState,
        default=InvitationState.PENDING,
    )
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by"))
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("good until"))
    ended_at = models.DateTimeField(_("accepted or withdrawn"), null=True, blank=True)
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("person")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(state=InvitationState.PENDING),
                name="one_pending_invitation_per_address",
                violation_error_message=_("This address already has an invitation that waits for an answer."),
            ),
            models.CheckConstraint(
                condition=SCOPE_MATCHES_KIND,
                name="invitation_has_the_scope_of_its_role",
                violation_error_message=_("This role is not held for that kind of scope."),
            ),
            models.CheckConstraint(
                condition=SCOPE_CODE_IS_OF_FORM,
                name="invitation_scope_code_is_of_its_form",
                violation_error_message=_("The code is not one of that kind of scope."),
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.PENDING, ended_at__isnull=True)
                | Q(state__in=[InvitationState.ACCEPTED, InvitationState.WITHDRAWN], ended_at__isnull=False),
                name="ended_invitation_has_its_moment_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.ACCEPTED, person__isnull=False)
                | Q(state__in=[InvitationState.PENDING, InvitationState.WITHDRAWN], person__isnull=True),
                name="accepted_invitation_names_the_person",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="invitation_expires_after_it_is_sent"
            ),
        ]

    def __str__(self) -> str:
        """Show the role it gives, never whom it was sent to."""
        return f"{self.get_kind_display()} ({self.scope_code})"

    def has_expired(self, *, now: datetime) -> bool:
        """Tell whether it can no longer be accepted; its last moment is itself too late."""
        return self.state == InvitationState.PENDING and now >= self.expires_at
