"""The list of the directory: columns, search, and filters that count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.queries import search as organizations_found
from essaim.ecosystem.organizations.states import ActivitySection, OrganizationKind, StatusKind
from essaim.ecosystem.organizations.tables import WebsiteColumn, status_words
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.lists import DateColumn, DateTimeColumn, Table

from . import queries
from .models import Addition, ListingQuerySet, Offer
from .queries import Asked
from .states import AdditionState, ClaimState, SuggestionState

# Kilometres around a place.
RADII = (1, 2, 5, 10, 20)


class ListingTable(Table):
    """Structures as the public finds them."""

    caption = _("Structures of the ESS")
    name = tables.Column(verbose_name=_("name"), linkify=True, order_by="sort_key")
    acronym = tables.Column(verbose_name=_("acronym"), default="")
    kind = tables.Column(verbose_name=pgettext_lazy("of a structure", "kind"))
    commune_name = tables.Column(verbose_name=_("commune"), default="")
    section = tables.Column(verbose_name=pgettext_lazy("of a structure", "activity"), default="")
    status_kinds = tables.Column(verbose_name=_("ESS statuses"), default="", orderable=False)
    summary = tables.Column(verbose_name=_("what it does"), default="", orderable=False)
    website = WebsiteColumn(verbose_name=_("website"), default="", orderable=False)
    phone = tables.Column(verbose_name=_("telephone"), default="", orderable=False)
    address = tables.Column(verbose_name=_("address"), default="", orderable=False)
    siren = tables.Column(verbose_name=_("SIREN"), default="")
    rna = tables.Column(verbose_name=_("RNA number"), default="")
    activity_code = tables.Column(verbose_name=_("activity code"), default="")
    commune_code = tables.Column(verbose_name=_("INSEE code"), default="")
    longitude = tables.Column(verbose_name=_("longitude"), default="", orderable=False)
    latitude = tables.Column(verbose_name=_("latitude"), default="", orderable=False)
    confirmed_on = DateColumn(verbose_name=_("confirmed on"), default="")

    on_demand = (
        "summary",
        "website",
        "phone",
        "address",
        "siren",
        "rna",
        "activity_code",
        "commune_code",
        "longitude",
        "latitude",
    )

    def render_section(self, value: str) -> str:
        """Name the section of its activity."""
        return str(ActivitySection(value).label)

    def render_status_kinds(self, value: list[str]) -> str:
        """Name the statuses it holds today."""
        return status_words(value)


class SuggestionTable(Table):
    """What is proposed, the latest first."""

    caption = _("Proposed corrections")
    organization = tables.Column(verbose_name=pgettext_lazy("legal person", "structure"), linkify=True)
    received_at = DateTimeColumn(verbose_name=_("received"), format="j F Y H:i")
    waiting = tables.Column(verbose_name=_("fields to look at"))
    state = tables.Column(verbose_name=_("state"))

    class Meta(Table.Meta):
        order_by = ("-received_at",)


class SuggestionFilter(django_filters.FilterSet):
    """The structure, and whether it is answered."""

    q = django_filters.CharFilter(label=_("Name of the structure"), method="search")
    state = django_filters.ChoiceFilter(label=_("state"), choices=SuggestionState.choices)

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Keep those whose structure is found by these words."""
        return rows.filter(organization__in=organizations_found(value).values("pk"))


class AdditionTable(Table):
    """What is said to be missing, the latest first."""

    caption = _("Structures said to be missing")
    name = tables.Column(verbose_name=_("name"), linkify=True)
    commune_name = tables.Column(verbose_name=_("commune"), default="", order_by="commune_code")
    siren = tables.Column(verbose_name=_("SIREN"), default="")
    received_at = DateTimeColumn(verbose_name=_("received"), format="j F Y H:i")
    state = tables.Column(verbose_name=_("state"))

    class Meta(Table.Meta):
        order_by = ("-received_at",)


class AdditionFilter(django_filters.FilterSet):
    """Words of the name, and whether it is answered."""

    q = django_filters.CharFilter(label=_("Name of the structure"), field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("state"), choices=AdditionState.choices)

    class Meta:
        model = Addition
        fields: tuple[str, ...] = ()


class ClaimTable(Table):
    """What is claimed, the latest first; people are named on each page only."""

    caption = _("Demands to speak for a structure")
    organization = tables.Column(verbose_name=pgettext_lazy("legal person", "structure"), linkify=True)
    quality = tables.Column(verbose_name=pgettext_lazy("of a representative", "quality"))
    received_at = DateTimeColumn(verbose_name=_("received"), format="j F Y H:i")
    state = tables.Column(verbose_name=_("state"))

    class Meta(Table.Meta):
        order_by = ("-received_at",)


class ClaimFilter(SuggestionFilter):
    """The structure, and where the demand is."""

    state = django_filters.ChoiceFilter(label=_("state"), choices=ClaimState.choices)


class OfferTable(Table):
    """What structures offer."""

    caption = _("What structures offer")
    title = tables.Column(verbose_name=pgettext_lazy("of an offer", "what is offered"), linkify=True)
    organization = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"), order_by="organization__sort_key"
    )
    description = tables.Column(verbose_name=_("in a few sentences"), default="", orderable=False)
    areas = tables.Column(verbose_name=_("communes served"), empty_values=(), orderable=False)
    capacity = tables.Column(verbose_name=_("capacity"), default="", orderable=False)
    ends_on = DateColumn(verbose_name=_("until (excluded)"), default="")

    on_demand = ("description",)

    def render_areas(self, record: Offer, table: OfferTable) -> str:
        """Name the communes, or the whole territory."""
        if record.is_everywhere:
            return gettext("The whole territory")
        return ", ".join(table.names_of(record))

    def names_of(self, record: Offer) -> list[str]:
        """Return the names of the communes of an offer; one query for the whole page."""
        if not hasattr(self, "_names"):
            rows = self.data.data if hasattr(self.data, "data") else self.data
            codes = {code for areas in rows.values_list("areas", flat=True) for code in areas}
            self._names = territory.commune_names(codes)
        return [self._names.get(code, code) for code in record.areas]


class OfferFilter(django_filters.FilterSet):
    """Words, and the commune to be served."""

    q = django_filters.CharFilter(label=_("What you look for"), method="search")
    commune = django_filters.ChoiceFilter(label=_("commune served"), method="serving")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the communes of the authority."""
        super().__init__(*args, **options)
        here = territory.communes(today=timezone.localdate())
        self.filters["commune"].extra["choices"] = [(row.code, row.name) for row in here]

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Find what is offered as people write it."""
        return queries.found_offers(rows, value)

    def serving(self, rows: Any, name: str, value: str) -> Any:
        """Keep what serves a commune."""
        return queries.serving(rows, value)


class ListingFilter(django_filters.FilterSet):
    """Words, and filters of which each choice says how many lines it would show."""

    # As lists name it; the map shows this form by itself.
    _all = pgettext_lazy("choice of a filter", "All")
    q = django_filters.CharFilter(label=_("Name, acronym, activity, SIREN or RNA number"), method="kept")
    territoire = django_filters.ChoiceFilter(label=_("territory"), method="kept", empty_label=_all)
    commune = django_filters.ChoiceFilter(label=_("commune"), method="kept", empty_label=_all)
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("of a structure", "kind"), method="kept", empty_label=_all)
    section = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a structure", "activity"), method="kept", empty_label=_all
    )
    status = django_filters.ChoiceFilter(label=_("ESS status"), method="kept", empty_label=_all)

    around = django_filters.ChoiceFilter(label=_("around"), method="kept", empty_label=_("Everywhere"))
    km = django_filters.ChoiceFilter(label=_("within"), method="kept", empty_label=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Read what is asked, and write beside each choice how many lines it would show."""
        super().__init__(*args, **options)
        self.today = timezone.localdate()
        self.asked: Asked = queries.asked_of(self.data or {})
        self.communes = territory.communes(today=self.today)
        zones = territory.territoires_of(self.communes)
        self.found = queries.found_listings(self.asked, today=self.today, zones=zones)
        self.counted = queries.counts_of(self.asked, today=self.today, found=self.found, zones=zones)
        self.total, self.counts = self.counted.total, self.counted.facets
        counts = self.counts
        names = {
            "territoire": [(zone.code, zone.name) for zone in zones],
            "commune": self._communes_named(counts["commune"]),
            "kind": [(kind.value, str(kind.label)) for kind in OrganizationKind],
            "section": [(section.value, str(section.label)) for section in ActivitySection],
            "status": [(kind.value, str(kind.label)) for kind in StatusKind],
        }
        for name, choices in names.items():
            chosen = getattr(self.asked, name)
            shown = [
                (value, f"{label} ({counts[name][value]})")
                for value, label in choices
                if counts[name][value] or value == chosen
            ]
            if chosen and chosen not in {value for value, _label in shown}:
                shown.append((chosen, f"{chosen} (0)"))
            self.filters[name].extra["choices"] = shown
        self._offer_places()
        if not names["territoire"]:
            del self.filters["territoire"]

    def _communes_named(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        """Name communes in French order, asking again only where one is not of the authority; keep those of the authority."""
        self._communes = {row.code: row.name for row in self.communes}
        if any(code not in self._communes for code in codes):
            return territory.communes_named(codes)
        return list(self._communes.items())

    def _offer_places(self) -> None:
        """Offer the communes of the authority to search around, and the place asked for when it is another one."""
        asked = self.asked
        places = list(self._communes.items())
        if asked.around and asked.around not in {code for code, _name in places}:
            places.insert(0, (asked.around, queries.name_around(asked.around)))
        self.filters["around"].extra["choices"] = places
        self.radius = queries.radius_of(asked)
        told = f"{self.radius:g}"
        distances = [(f"{km}", f"{km} km") for km in RADII]
        if told not in dict(distances):
            distances.append((told, f"{told.replace('.', ',')} km"))
        # Five kilometres is what is meant when nothing is said.
        default = [row for row in distances if row[0] == "5"]
        self.filters["km"].extra["choices"] = default + [row for row in distances if row[0] != "5"]

    @property
    def qs(self) -> ListingQuerySet:
        """The lines found, by the one function that also counts them."""
        return self.found.rows

    def kept(self, rows: ListingQuerySet, name: str, value: str) -> ListingQuerySet:
        """Keep what was found."""
        return rows
