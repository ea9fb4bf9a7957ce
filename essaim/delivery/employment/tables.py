"""Lists of the room: columns, search and filters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.lists import DateColumn, Table, state_cell

from . import queries
from .models import Post, PostQuerySet
from .queries import NO, NONE, YES, Total
from .states import COUNTED, LOOKS, PROVEN, Channel, Contract, Effect, PostStatus

# What could point to whoever holds a post.
INSIDE_COLUMNS = ("label", "contract", "is_insertion", "last_on", "evidence")


def share_in_words(value: Decimal) -> str:
    """Write a share of a full time: without decimals when it has none."""
    return f"{number_format(value.normalize() if value % 1 else int(value))} %"


class PostTable(Table):
    """Posts, each once."""

    caption = _("Posts")
    on_demand = ("contract", "is_insertion", "last_on", "through", "evidence")
    organization = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"), linkify=True, order_by=("organization__sort_key",)
    )
    label = tables.Column(verbose_name=_("label of the post"), linkify=lambda record: record.get_absolute_url())
    contract = tables.Column(verbose_name=_("contract"))
    is_insertion = tables.Column(verbose_name=_("insertion post"))
    full_time_share = tables.Column(verbose_name=_("share of a full time"))
    commune_name = tables.Column(verbose_name=_("commune of work"), default="")
    starts_on = DateColumn(verbose_name=_("first day"))
    last_on = DateColumn(verbose_name=_("last day"), default="")
    effect = tables.Column(verbose_name=_("effect"))
    channel = tables.Column(verbose_name=_("channel"))
    through = tables.Column(verbose_name=_("network or support structure"), linkify=True, default="")
    status = tables.Column(verbose_name=_("status"))
    evidence = tables.Column(verbose_name=pgettext_lazy("of a post", "evidence"), default="", orderable=False)

    class Meta(Table.Meta):
        order_by = ("-starts_on",)

    def render_is_insertion(self, value: bool) -> object:  # noqa: FBT001
        """Say it in a word."""
        return gettext("yes") if value else ""

    def value_is_insertion(self, value: bool) -> object:  # noqa: FBT001
        """Give files the same word."""
        return self.render_is_insertion(value)

    def render_full_time_share(self, value: Decimal) -> str:
        """Write it with its sign."""
        return share_in_words(value)

    def value_full_time_share(self, value: Decimal) -> Decimal:
        """Give files the number."""
        return value

    def render_status(self, record: Post, value: str) -> SafeString:
        """Repeat the status by a colour."""
        return state_cell(value, record.tone)


class PostFilter(django_filters.FilterSet):
    """Search, and all that totals are told by: a total opens the list that these filters keep."""

    q = django_filters.CharFilter(label=_("Structure or network"), method="search")
    status = django_filters.ChoiceFilter(label=_("status"))
    effect = django_filters.ChoiceFilter(label=_("effect"), choices=Effect.choices)
    channel = django_filters.ChoiceFilter(label=_("channel"), choices=Channel.choices)
    annee = django_filters.ChoiceFilter(label=_("year of the first day"), field_name="starts_on__year")
    territoire = django_filters.ChoiceFilter(label=_("governance territory"), method="in_territoire")
    action = django_filters.ChoiceFilter(label=_("action of the plan"), method="of_action")
    present = django_filters.ChoiceFilter(
        label=_("present today"), choices=[(YES, _("Yes")), (NO, _("No"))], method="is_present"
    )
    insertion = django_filters.ChoiceFilter(
        label=_("insertion post"), choices=[(YES, _("Yes")), (NO, _("No"))], method="is_insertion_post"
    )
    contract = django_filters.ChoiceFilter(label=_("contract"), choices=Contract.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer what there is; what could point to somebody is a filter for those inside only."""
        super().__init__(*args, **options)
        today = timezone.localdate()
        person = self.request.user
        self.zones = {zone.code: zone for zone in territory.territoires(today=today)}
        offered = COUNTED if queries.reads_everything(person) else PROVEN
        self.filters["status"].extra["choices"] = [(value.value, value.label) for value in COUNTED if value in offered]
        self.filters["annee"].extra["choices"] = [(year, year) for year in queries.years_of(self.queryset)]
        zones = [(code, zone.name) for code, zone in self.zones.items()]
        self.filters["territoire"].extra["choices"] = [*zones, (NONE, _("no territory, or commune not known"))]
        self.filters["action"].extra["choices"] = queries.actions_with_posts()
        if not queries.reads_everything(person):
            del self.filters["insertion"], self.filters["contract"]

    def search(self, rows: PostQuerySet, name: str, value: str) -> PostQuerySet:
        """Find every word, somewhere; in the label for those inside only."""
        is_inside = queries.reads_everything(self.request.user)
        for word in value.split():
            where = (
                Q(organization__name__icontains=word)
                | Q(organization__acronym__icontains=word)
                | Q(through__name__icontains=word)
            )
            rows = rows.filter(where | Q(label__icontains=word) if is_inside else where)
        return rows

    def in_territoire(self, rows: PostQuerySet, name: str, value: str) -> PostQuerySet:
        """Keep those whose work is in a commune of this territory, or in none."""
        if value == NONE:
            return rows.exclude(commune_code__in=[code for zone in self.zones.values() for code in zone.commune_codes])
        return rows.filter(commune_code__in=self.zones[value].commune_codes)

    def of_action(self, rows: PostQuerySet, name: str, value: str) -> PostQuerySet:
        """Keep those of an action, or of none."""
        return rows.filter(action__isnull=True) if value == NONE else rows.filter(action_id=value)

    def is_present(self, rows: PostQuerySet, name: str, value: str) -> PostQuerySet:
        """Keep those that exist today, or no longer, or not yet."""
        present = Post.objects.present_on(timezone.localdate())
        return rows.filter(pk__in=present.values("pk")) if value == YES else rows.exclude(pk__in=present.values("pk"))

    def is_insertion_post(self, rows: PostQuerySet, name: str, value: str) -> PostQuerySet:
        """Keep insertion posts, or the others."""
        return rows.filter(is_insertion=value == YES)


class TotalTable(Table):
    """Separate totals: nothing is summed across effect, channel, status or insertion."""

    caption = _("Totals of posts, never added to one another")
    axis_label = tables.Column(verbose_name=pgettext_lazy("of totals", "by"), orderable=False, default="")
    status = tables.Column(verbose_name=_("status"), orderable=False)
    effect = tables.Column(verbose_name=_("effect"), orderable=False)
    channel = tables.Column(verbose_name=_("channel"), orderable=False)
    is_insertion = tables.Column(verbose_name=_("insertion post"), orderable=False)
    headcount = tables.Column(verbose_name=_("posts"), orderable=False, attrs={"td": {"class": "number"}})
    etp = tables.Column(verbose_name=_("full-time equivalent"), orderable=False, attrs={"td": {"class": "number"}})
    present = tables.Column(verbose_name=_("present today"), orderable=False, attrs={"td": {"class": "number"}})
    present_etp = tables.Column(
        verbose_name=_("full-time equivalent, present"), orderable=False, attrs={"td": {"class": "number"}}
    )

    def render_status(self, value: PostStatus) -> SafeString:
        """Repeat the status by a colour."""
        return state_cell(value.label, LOOKS.get(value, ""))

    def render_effect(self, value: Effect) -> object:
        """Say it in a word."""
        return value.label

    def render_channel(self, value: Channel) -> object:
        """Say it in a word."""
        return value.label

    def render_is_insertion(self, value: bool) -> object:  # noqa: FBT001
        """Say it in a word."""
        return gettext("yes") if value else gettext("no")

    def render_headcount(self, record: Total, value: int) -> SafeString:
        """Open the list whose length is the total."""
        return format_html('<a href="{}?{}">{}</a>', reverse("employment:post_list"), record.query, value)

    def render_present(self, record: Total, value: int) -> SafeString:
        """Open the list whose length is the total."""
        return format_html('<a href="{}?{}">{}</a>', reverse("employment:post_list"), record.present_query, value)

    def value_headcount(self, value: int) -> int:
        """Give files the number."""
        return value

    def value_present(self, value: int) -> int:
        """Give files the number."""
        return value

    def render_etp(self, value: Decimal) -> str:
        """Write two decimals."""
        return number_format(value, 2)

    def value_etp(self, value: Decimal) -> Decimal:
        """Give files the exact number."""
        return value

    def render_present_etp(self, value: Decimal) -> str:
        """Write two decimals."""
        return number_format(value, 2)

    def value_present_etp(self, value: Decimal) -> Decimal:
        """Give files the exact number."""
        return value
