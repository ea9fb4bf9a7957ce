"""Lists of the room: columns, search and filters."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.lists import DateTimeColumn, Table, state_cell

from .models import Invitation, RoleGrant, User
from .states import PersonState, RoleKind


class PeopleTable(Table):
    """People with their roles of today; rows come from queries.people_rows."""

    caption = _("People who have an account")
    full_name = tables.Column(verbose_name=_("name"), linkify=True)
    job_title = tables.Column(verbose_name=_("job title"))
    email = tables.Column(verbose_name=_("e-mail address"))
    roles = tables.Column(verbose_name=_("roles today"), accessor="pk", orderable=False)
    state = tables.Column(verbose_name=pgettext_lazy("of an account", "state"), order_by=("is_active", "erased_at"))
    last_login = DateTimeColumn(verbose_name=_("last sign-in"), format="j F Y")

    def render_roles(self, record: User) -> str:
        """Name each role once."""
        return self.value_roles(record) or "–"

    def value_roles(self, record: User) -> str:
        """Say the same in files."""
        kinds = dict.fromkeys(grant.get_kind_display() for grant in record.roles_shown)  # type: ignore[attr-defined]
        return ", ".join(kinds)

    def render_state(self, value: PersonState) -> str:
        """Say it in words, the colour only repeats it."""
        look = {PersonState.ACTIVE: "good", PersonState.LEFT: "warn"}.get(value, "")
        return state_cell(value.label, look)

    def value_state(self, value: PersonState) -> str:
        """Say the same in files."""
        return str(value.label)


class PeopleFilter(django_filters.FilterSet):
    """Search and filters on people."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    role = django_filters.ChoiceFilter(label=_("role"), choices=RoleKind.choices, method="holding")
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an account", "state"), choices=PersonState.choices, method="being"
    )

    def search(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Look in name, job title and address."""
        return rows.filter(Q(full_name__icontains=value) | Q(job_title__icontains=value) | Q(email__icontains=value))

    def holding(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Keep those who hold a role today."""
        held = RoleGrant.objects.held_on(timezone.localdate()).filter(person=OuterRef("pk"), kind=value)
        return rows.filter(Exists(held))

    def being(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Keep the accounts in a state."""
        if value == PersonState.ERASED:
            return rows.filter(erased_at__isnull=False)
        return rows.filter(is_active=value == PersonState.ACTIVE, erased_at__isnull=True)


class InvitationTable(Table):
    """Invitations that wait, were accepted or withdrawn."""

    caption = _("Invitations sent")
    full_name = tables.Column(verbose_name=_("name"))
    email = tables.Column(verbose_name=_("e-mail address"))
    kind = tables.Column(verbose_name=_("role"))
    scope_code = tables.Column(verbose_name=_("scope code"))
    invited_by = tables.Column(verbose_name=_("invited by"))
    sent_at = DateTimeColumn(verbose_name=_("sent"), format="j F Y")
    expires_at = DateTimeColumn(verbose_name=_("good until"), format="j F Y H:i")
    state = tables.Column(verbose_name=pgettext_lazy("of an invitation", "state"))

    def value_state(self, record: Invitation) -> str:
        """Say the state in files as on the page."""
        return record.get_state_display()
