"""What can be measured, and how sources count what they publish, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Measure(TextChoices):
    """What is measured of the ESS of a place. Shares say of what in their denominator."""

    ESTABLISHMENTS = "establishments", pgettext_lazy("measure", "Establishments")
    EMPLOYERS = "employers", pgettext_lazy("measure", "Employer establishments")
    JOBS = "jobs", pgettext_lazy("measure", "Employees")
    SHARE_OF_EMPLOYERS = "share_of_employers", pgettext_lazy("measure", "Share of employer establishments")
    SHARE_OF_JOBS = "share_of_jobs", pgettext_lazy("measure", "Share of employees")

    @property
    def is_share(self) -> bool:
        """Whether it is a share of something, in per cent on screen."""
        return self in {Measure.SHARE_OF_EMPLOYERS, Measure.SHARE_OF_JOBS}

    @property
    def rests_on_headcount(self) -> bool:
        """Whether it adds up headcounts, which statistical secrecy protects and the register gives two years late."""
        return self in {Measure.JOBS, Measure.SHARE_OF_JOBS}


class Series(TextChoices):
    """What is drawn of places over the years; an index and rates let small and large ones be read together."""

    INDEX = "index", pgettext_lazy("series over the years", "Active, first year = 100")
    STOCK = "stock", pgettext_lazy("series over the years", "Active on 31 December")
    CREATION_RATE = "creation_rate", pgettext_lazy("series over the years", "Created in the year, per 100 active")
    CLOSURE_RATE = "closure_rate", pgettext_lazy("series over the years", "Closed in the year, per 100 active")


class Method(TextChoices):
    """Where a source counts from; NOT_SAID where it does not say, which is never guessed."""

    CLAP = "clap", pgettext_lazy("method of a source", "INSEE, Clap (until 2015)")
    FLORES = "flores", pgettext_lazy("method of a source", "INSEE, Flores (since 2016)")
    URSSAF = "urssaf", pgettext_lazy("method of a source", "Urssaf and MSA")
    SIRENE = "sirene", pgettext_lazy("method of a source", "INSEE, Sirene register")
    NOT_SAID = "not_said", pgettext_lazy("method of a source", "Not said")


class Field(TextChoices):
    """What a source takes for the ESS."""

    FOUR_FAMILIES = "four_families", pgettext_lazy("field of a source", "Four families")
    FIVE_FAMILIES = "five_families", pgettext_lazy("field of a source", "Five families, without companies")
    WITH_COMPANIES = "with_companies", pgettext_lazy("field of a source", "Families and companies of the ESS")
    DECLARED = "declared", pgettext_lazy("field of a source", "Units flagged in the register")
    NOT_SAID = "not_said", pgettext_lazy("field of a source", "Not said")


class Base(TextChoices):
    """What a source divides by, where it publishes a share."""

    ALL = "all", pgettext_lazy("base of a share", "All, public included")
    PRIVATE = "private", pgettext_lazy("base of a share", "Private only")
    NOT_SAID = "not_said", pgettext_lazy("base of a share", "Not said")
    NONE = "none", pgettext_lazy("base of a share", "Not a share")
