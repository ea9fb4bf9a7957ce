"""Kinds of roles and what each is scoped to."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoleKind(TextChoices):
    """What a person is on the platform; a person may hold several, each with its dates and scope."""

    ADMINISTRATOR = "administrator", _("Administrator")
    OFFICER = "officer", _("Officer")
    ELECTED_OFFICIAL = "elected_official", _("Elected official")
    COMMUNE_REFERENT = "commune_referent", _("Commune referent")
    BODY_MEMBER = "body_member", _("Member of a body")
    ORGANIZATION_MEMBER = "organization_member", _("Member of an organization")
    EVALUATOR = "evaluator", _("Evaluator")
    SUPPORT = "support", _("Support")


class ScopeKind(TextChoices):
    """What a role is held for."""

    AUTHORITY = "authority", _("Authority")
    COMMUNE = "commune", _("Commune")
    ORGANIZATION = "organization", _("Organization")
    BODY = "body", _("Body")


SCOPE_OF_ROLE = {
    RoleKind.ADMINISTRATOR: ScopeKind.AUTHORITY,
    RoleKind.OFFICER: ScopeKind.AUTHORITY,
    RoleKind.ELECTED_OFFICIAL: ScopeKind.AUTHORITY,
    RoleKind.COMMUNE_REFERENT: ScopeKind.COMMUNE,
    RoleKind.BODY_MEMBER: ScopeKind.BODY,
    RoleKind.ORGANIZATION_MEMBER: ScopeKind.ORGANIZATION,
    RoleKind.EVALUATOR: ScopeKind.AUTHORITY,
    RoleKind.SUPPORT: ScopeKind.AUTHORITY,
}
