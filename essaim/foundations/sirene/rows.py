"""What the reads of the room give back: frozen rows, each figure with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .states import Denominator, Layer, PlaceKind, Rule, Withheld


@dataclass(frozen=True, slots=True)
class Basis:
    """
    What a figure rests on, printed beside it: rule or layer, vintage, perimeter, denominator, means of brackets.

    vintage: first day of the month of the files. perimeter: number of the edition of the perimeter. headcount_year: year
    whose 31 December the brackets tell, two years before, None if the files do not say. lists: those that were loaded beside the
    files ("liste_ess_france", "esus", "siae"): without the first, the rule of the Annuaire rests on the flag alone. file: of the
    snapshot, by itself.
    """

    scope: Rule | Layer
    vintage: date
    perimeter: int
    perimeter_name: str
    denominator: Denominator
    means: int
    means_name: str
    headcount_year: int | None
    is_generated: bool
    has_history: bool
    lists: tuple[str, ...]
    snapshot: int
    file: str

    @property
    def label(self) -> str:
        """The rule or the layer, in words."""
        return str(self.scope.label)

    @property
    def is_rule(self) -> bool:
        """Whether the figure is of an official rule, and not of a layer."""
        return isinstance(self.scope, Rule)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a verdict of statistical secrecy rests on: the file, the rule or layer; a Basis tells it too."""

    file: str
    scope: Rule | Layer


@dataclass(frozen=True, slots=True)
class Place:
    """
    A territory: its code (INSEE, SIREN of an EPCI, département, region as "R32", "FR") and the communes it is made of.

    communes: INSEE codes of the list of communes of the snapshot, empty for the whole country; districts are given by code.
    epci: SIREN of the EPCI a commune or a territoire is part of, empty otherwise.
    """

    kind: PlaceKind
    code: str
    name: str
    communes: tuple[str, ...] = ()
    epci: str = ""
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """
    What is kept of the ESS of a place; empty means all.

    family: a LegalFamily. section: a letter of NAF rev. 2. bracket: a code of tranche d'effectifs ("NN", "00" to "53").
    """

    family: str = ""
    section: str = ""
    bracket: str = ""
    employers_only: bool = False

    @property
    def criteria(self) -> int:
        """How many criteria cross the place."""
        return sum(map(bool, (self.family, self.section, self.bracket)))


@dataclass(frozen=True, slots=True)
class Jobs:
    """
    Employees on 31 December of the year of the brackets: at least, at most (None: open, a bracket has no maximum), estimate.

    The estimate multiplies each bracket by its mean, a dated parameter. These are people, not full-time equivalents.
    """

    least: int
    most: int | None
    estimate: float


@dataclass(frozen=True, slots=True)
class Indicators:
    """
    The ESS of a place by one rule; shares are between 0 and 1, None when they divide by nothing or are withheld.

    establishments: active ones. employers: those with a bracket other than NN. employers_zero: those of bracket 00, which
    had employees in the year and none on 31 December (counted in employers). jobs: None with the reason in withheld.
    location_quotient: share of employers here over share of employers in France. all_…: the denominators; all_jobs is None where it
    would tell of one or two employers.
    """

    place: Place
    filters: Filters
    basis: Basis
    establishments: int
    units: int
    employers: int
    employers_zero: int
    jobs: Jobs | None
    withheld: Withheld | None
    all_establishments: int
    all_employers: int
    all_jobs: Jobs | None
    share_of_establishments: float | None
    share_of_employers: float | None
    share_of_jobs: float | None
    location_quotient: float | None


@dataclass(frozen=True, slots=True)
class EpciRow:
    """
    One line of the indicators of an EPCI: in all, of a family or of a section ("?": not known); empty means all.

    The figures are those of Indicators; share_of_jobs is told in all only.
    """

    epci: str
    name: str
    family: str
    section: str
    establishments: int
    employers: int
    employers_zero: int
    jobs: Jobs | None
    withheld: Withheld | None
    share_of_establishments: float | None
    share_of_employers: float | None
    share_of_jobs: float | None
    location_quotient: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the ESS of a place: by commune, territoire, family, section or bracket; key is the code, label the words."""

    key: str
    label: str
    establishments: int
    employers: int
    jobs: Jobs | None
    withheld: Withheld | None
    all_employers: int | None
    share_of_employers: float | None


@dataclass(frozen=True, slots=True)
class EstablishmentRow:
    """
    An active establishment, as everybody may read it: no bracket (it would give jobs away), nothing of partial diffusion.

    name: empty where the unit asked not to be diffused. naf: code of NAF rev. 2, empty if another nomenclature.
    """

    siret: str
    siren: str
    name: str
    acronym: str
    legal_category: str
    family: str
    commune_code: str
    commune_name: str
    section: str
    naf: str
    naf_2025: str
    is_seat: bool
    is_employer: bool
    created_on: date | None
    rules: tuple[str, ...]
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """
    A unit with an active establishment in the snapshot: what a record of it is compared with.

    name, acronym: empty where it asked not to be diffused. seat_…: its seat; here_…: its first establishment in the place asked
    for; empty where it has none, the address also where it is masked. is_here: whether it has one there. in_…: by which rule it is
    of the ESS.
    """

    siren: str
    name: str
    acronym: str
    rna: str
    legal_category: str
    activity_code: str
    seat_siret: str
    seat_commune: str
    seat_address: str
    seat_is_masked: bool
    here_siret: str
    here_commune: str
    here_address: str
    here_is_masked: bool
    is_here: bool
    is_employer: bool
    is_flagged: bool
    is_listed: bool
    is_mission: bool
    is_esus: bool
    in_insee: bool
    in_annuaire: bool
    siae_kinds: tuple[str, ...]

    @property
    def is_ess(self) -> bool:
        """Whether it is of the ESS by one of the official rules, or as ESUS."""
        return self.in_insee or self.in_annuaire or self.is_esus


@dataclass(frozen=True, slots=True)
class YearOfLife:
    """A year of the ESS of a place from the history files: stock on 31 December, creations and closures in the year."""

    year: int
    stock: int
    creations: int
    closures: int


@dataclass(frozen=True, slots=True)
class Survival:
    """How many establishments created in a year were still active so many years after; None where it is too early to tell."""

    cohort: int
    created: int
    years: int
    surviving: int

    @property
    def rate(self) -> float:
        """The share still active, between 0 and 1."""
        return self.surviving / self.created if self.created else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for one establishment between two snapshots: "entered", "left" or "changed", with the fields changed."""

    siret: str
    name: str
    commune_code: str
    kind: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSnapshot:
    """A snapshot that can be asked: vintage, edition of the perimeter, whether its files were generated, lists beside them."""

    pk: int
    vintage: date
    perimeter: int
    is_generated: bool
    has_history: bool
    establishments: int
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownMeans:
    """
    A set of means of brackets, in force since a day; the newest that fits the files is taken.

    means: by code of bracket. target: published total they were brought to, None for middles; then of which territory and years,
    by which declared figure, in which month and by which rule or layer the brackets were counted. position: where the means stand
    between the bounds of their brackets, 0 at the lower one. is_generated: whether that month was invented.
    """

    number: int
    name: str
    source: str
    starts_on: date
    means: Mapping[str, float]
    target: int | None
    target_place: str
    target_years: str
    figure_key: str
    place_code: str
    scope: str
    vintage: date | None
    headcount_year: int | None
    position: float | None
    is_generated: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two months in a place: counts of all, and the first rows. left: also for another rule or commune."""

    place: Place
    before: Basis
    after: Basis
    entered: int
    left: int
    changed: int
    rows: tuple[Change, ...]
