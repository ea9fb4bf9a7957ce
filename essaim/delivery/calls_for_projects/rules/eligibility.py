"""The kinds of rules that tell who and what may be helped: what each needs to know, which facts it reads, how it judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from essaim.foundations.primitives.legal_categories import LegalFamily, family_of, is_legal_category
from essaim.foundations.primitives.periods import years_after

from .facts import AidType, Esus, Facts, SiaeKind, Standing
from .results import Outcome, Reason, Result, failed, not_applicable, passed, to_discuss, unknown
from .specs import Choice, Choices, Codes, Day, Spec, Truth, Whole

YEARS_MAX = 200
BALANCE_HELD = "balance_held_until_esus"


class Companies(StrEnum):
    """What an edition says of commercial companies."""

    REFUSED = "refused"
    WITH_ESUS = "with_esus"
    BY_ESUS_RULE = "by_esus_rule"


class Without(StrEnum):
    """What is answered to who lacks what the rule asks for."""

    REFUSED = "refused"
    DISCUSSED = "discussed"


class Pending(StrEnum):
    """What is answered to who has applied for the accreditation and waits."""

    ADMITTED = "admitted"
    DISCUSSED = "discussed"
    REFUSED = "refused"


class AtBound(StrEnum):
    """What happens on the very day a structure reaches the age of the bound."""

    UNKNOWN = "unknown"
    INCLUDED = "included"
    EXCLUDED = "excluded"


class CountedFrom(StrEnum):
    """The day from which age is counted."""

    UNKNOWN = "unknown"
    CREATION = "creation"
    REGISTRATION = "registration"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class AidTypes:
    """Which types of aid the edition offers."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {"offered": Choices(AidType, is_required=True)}
    READS: ClassVar[tuple[str, ...]] = ("aid_type",)
    IS_AMOUNT: ClassVar[bool] = False

    offered: tuple[AidType, ...]

    def judge(self, facts: Facts) -> Outcome:
        """Hold when the aid asked for is offered."""
        if facts.aid_type is None:
            return to_discuss("aid_type_missing", offered=self.offered)
        if facts.aid_type in self.offered:
            return passed("aid_type_offered", aid_type=facts.aid_type)
        return failed("aid_type_not_offered", aid_type=facts.aid_type, offered=self.offered)

    def concerns(self, facts: Facts) -> bool:
        """Concern every file."""
        return True


@dataclass(frozen=True, slots=True)
class FilingWindow:
    """Between which days applications are taken; the last day is included."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {"first_on": Day(), "last_on": Day()}
    READS: ClassVar[tuple[str, ...]] = ()
    IS_AMOUNT: ClassVar[bool] = False

    first_on: date | None
    last_on: date | None

    def judge(self, facts: Facts) -> Outcome:
        """Hold from the first day to the last."""
        if self.first_on is not None and facts.as_of < self.first_on:
            return failed("not_open_yet", day=self.first_on)
        if self.last_on is not None and facts.as_of > self.last_on:
            return failed("closed_since", day=self.last_on)
        return passed("takes_applications")

    def concerns(self, facts: Facts) -> bool:
        """Concern every file."""
        return True


@dataclass(frozen=True, slots=True)
class LegalExistence:
    """The structure exists on the day of filing; a project in a test phase may be discussed."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {"before_creation": Choice(Without)}
    READS: ClassVar[tuple[str, ...]] = ("created_on",)
    IS_AMOUNT: ClassVar[bool] = False

    before_creation: Without

    def judge(self, facts: Facts) -> Outcome:
        """Hold when it was created on the day or before."""
        if facts.created_on is None:
            return to_discuss("created_on_missing")
        if facts.created_on <= facts.as_of:
            return passed("exists", created_on=facts.created_on)
        if self.before_creation == Without.DISCUSSED:
            return to_discuss("test_phase", created_on=facts.created_on)
        return failed("not_created_yet", created_on=facts.created_on)

    def concerns(self, facts: Facts) -> bool:
        """Concern whoever is not known to exist."""
        return facts.created_on is None or facts.created_on > facts.as_of


@dataclass(frozen=True, slots=True)
class LegalForms:
    """Which families of legal persons may apply, which other categories, and what is said of companies."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {
        "families": Choices(LegalFamily),
        "companies": Choice(Companies),
        "codes": Codes(),
    }
    READS: ClassVar[tuple[str, ...]] = ("legal_category", "esus")
    IS_AMOUNT: ClassVar[bool] = False

    families: tuple[LegalFamily, ...]
    companies: Companies
    codes: tuple[str, ...]

    def judge(self, facts: Facts) -> Outcome:
        """Hold for the families and categories named; companies as the edition says."""
        code = facts.legal_category
        if not code:
            return to_discuss("legal_category_missing", families=self.families)
        if not is_legal_category(code):
            return to_discuss("legal_category_unknown", code=code)
        if code.startswith(self.codes):
            return passed("legal_category_named", code=code)
        placed = family_of(code)
        if placed.family == LegalFamily.COMPANY:
            return self._judge_company(facts)
        if placed.family not in self.families:
            return failed("family_not_admitted", family=placed.family, families=self.families)
        if not placed.is_certain:
            return to_discuss("family_to_confirm", code=code, family=placed.family)
        return passed("family_admitted", family=placed.family)

    def _judge_company(self, facts: Facts) -> Outcome:
        if self.companies == Companies.REFUSED:
            return failed("family_not_admitted", family=LegalFamily.COMPANY, families=self.families)
        if self.companies == Companies.BY_ESUS_RULE:
            return passed("company_by_esus_rule")
        if facts.esus == Esus.HELD:
            return passed("company_with_esus")
        if facts.esus == Esus.NONE:
            return failed("company_without_esus")
        return to_discuss("esus_pending_not_said" if facts.esus else "esus_missing")

    def concerns(self, facts: Facts) -> bool:
        """Concern every file."""
        return True


def _is_company(facts: Facts) -> bool:
    return bool(facts.legal_category) and family_of(str(facts.legal_category)).family == LegalFamily.COMPANY


@dataclass(frozen=True, slots=True)
class EsusOfCompanies:
    """What a commercial company must show of the accreditation, for some types of aid."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {
        "aid_types": Choices(AidType),
        "without": Choice(Without),
        "pending": Choice(Pending),
    }
    READS: ClassVar[tuple[str, ...]] = ("legal_category", "esus", "aid_type")
    IS_AMOUNT: ClassVar[bool] = False

    aid_types: tuple[AidType, ...]
    without: Without
    pending: Pending

    def judge(self, facts: Facts) -> Outcome:
        """Hold for a company that is accredited."""
        if not self.concerns(facts):
            return not_applicable()
        if facts.esus == Esus.HELD:
            return passed("company_with_esus")
        if facts.esus == Esus.PENDING:
            answers = {
                Pending.ADMITTED: passed("esus_pending_admitted"),
                Pending.DISCUSSED: to_discuss("esus_pending_not_said"),
                Pending.REFUSED: failed("company_without_esus"),
            }
            return answers[self.pending]
        if facts.esus is None:
            return to_discuss("esus_missing")
        if self.without == Without.DISCUSSED:
            return to_discuss("company_shows_ess_principles")
        return failed("company_without_esus")

    def concerns(self, facts: Facts) -> bool:
        """Concern companies that ask for one of these types of aid."""
        return _is_company(facts) and facts.asks_for_one_of(self.aid_types)


@dataclass(frozen=True, slots=True)
class EsusBeforeBalance:
    """The balance is paid once the accreditation that was applied for is held."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {}
    READS: ClassVar[tuple[str, ...]] = ("legal_category", "esus")
    IS_AMOUNT: ClassVar[bool] = False

    def judge(self, facts: Facts) -> Outcome:
        """Hold, and hold the balance back, for a company that waits for its accreditation."""
        if not self.concerns(facts):
            return not_applicable()
        return Outcome(Result.PASS, Reason("balance_waits_for_esus"), BALANCE_HELD)

    def concerns(self, facts: Facts) -> bool:
        """Concern companies that wait for their accreditation."""
        return _is_company(facts) and facts.esus == Esus.PENDING


@dataclass(frozen=True, slots=True)
class Age:
    """How old the structure is, for some types of aid: under a number of years, over another, in whole years to the day."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {
        "aid_types": Choices(AidType, is_required=True),
        "under_years": Whole(1, YEARS_MAX, is_required=False),
        "over_years": Whole(1, YEARS_MAX, is_required=False),
        "at_bound": Choice(AtBound),
        "counted_from": Choice(CountedFrom),
    }
    READS: ClassVar[tuple[str, ...]] = ("created_on", "aid_type")
    IS_AMOUNT: ClassVar[bool] = False

    aid_types: tuple[AidType, ...]
    under_years: int | None
    over_years: int | None
    at_bound: AtBound
    counted_from: CountedFrom

    def judge(self, facts: Facts) -> Outcome:
        """Compare the day of filing with the anniversaries of the bounds."""
        if not self.concerns(facts):
            return not_applicable("another_aid_type", aid_types=self.aid_types)
        if facts.created_on is None:
            return to_discuss("created_on_missing")
        for years, is_upper in ((self.under_years, True), (self.over_years, False)):
            if years is not None and (outcome := self._compare(facts, facts.created_on, years, is_upper=is_upper)):
                return outcome
        values = {"created_on": facts.created_on, "under": self.under_years, "over": self.over_years}
        return passed("age_within", **values, counted_from=self.counted_from)

    def _compare(self, facts: Facts, created_on: date, years: int, *, is_upper: bool) -> Outcome | None:
        """Answer what one bound refuses or leaves open; None when it lets through."""
        bound_on = years_after(created_on, years)
        values: dict[str, object] = {"years": years, "bound_on": bound_on, "aid_type": facts.aid_type}
        if facts.as_of == bound_on:
            if self.at_bound == AtBound.UNKNOWN:
                return to_discuss("age_at_bound", **values)
            is_within = self.at_bound == AtBound.INCLUDED
        else:
            is_within = (facts.as_of < bound_on) == is_upper
        if is_within:
            return None
        return failed("too_old" if is_upper else "too_young", **values)

    def concerns(self, facts: Facts) -> bool:
        """Concern those who ask for one of these types of aid."""
        return facts.aid_type in self.aid_types


@dataclass(frozen=True, slots=True)
class Territory:
    """The activity takes place in a commune of the authority."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {}
    READS: ClassVar[tuple[str, ...]] = ("activity_commune",)
    IS_AMOUNT: ClassVar[bool] = False

    def judge(self, facts: Facts) -> Outcome:
        """Hold for a member; say so when the lists do not reach back to the day."""
        place = facts.activity_commune
        if place is None:
            return to_discuss("commune_missing")
        if place.standing == Standing.UNKNOWN:
            return to_discuss("commune_unknown", code=place.code)
        if place.standing == Standing.OUTSIDE:
            return failed("commune_outside", commune=place.name or place.code)
        if place.standing == Standing.MEMBER_SINCE:
            return unknown("commune_known_since", commune=place.name, day=place.first_known_on)
        return passed("commune_inside", commune=place.name)

    def concerns(self, facts: Facts) -> bool:
        """Concern activities that are not known to take place in the territory."""
        return facts.activity_commune is None or facts.activity_commune.standing != Standing.MEMBER


@dataclass(frozen=True, slots=True)
class Siae:
    """What is said of structures of insertion by economic activity, kind by kind."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {"refused": Choices(SiaeKind), "discussed": Choices(SiaeKind)}
    READS: ClassVar[tuple[str, ...]] = ("siae_kind",)
    IS_AMOUNT: ClassVar[bool] = False

    refused: tuple[SiaeKind, ...]
    discussed: tuple[SiaeKind, ...]

    def judge(self, facts: Facts) -> Outcome:
        """Refuse some kinds, discuss others; the rule is not about the rest."""
        if facts.siae_kind in self.refused:
            return failed("siae_refused", kind=facts.siae_kind)
        if facts.siae_kind in self.discussed:
            return to_discuss("siae_shows_approach", kind=facts.siae_kind)
        return not_applicable()

    def concerns(self, facts: Facts) -> bool:
        """Concern the kinds that the rule names."""
        return facts.siae_kind in (*self.refused, *self.discussed)


@dataclass(frozen=True, slots=True)
class PersonalServices:
    """What is said of services to individuals at home, type of aid by type of aid."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {"refused": Choices(AidType), "discussed": Choices(AidType)}
    READS: ClassVar[tuple[str, ...]] = ("personal_services", "aid_type")
    IS_AMOUNT: ClassVar[bool] = False

    refused: tuple[AidType, ...]
    discussed: tuple[AidType, ...]

    def judge(self, facts: Facts) -> Outcome:
        """Refuse some types of aid, discuss others."""
        if not facts.personal_services:
            return not_applicable()
        if facts.aid_type is None:
            return to_discuss("aid_type_missing", offered=())
        if facts.aid_type in self.refused:
            return failed("personal_services_refused", aid_type=facts.aid_type)
        if facts.aid_type in self.discussed:
            return to_discuss("personal_services_discussed", aid_type=facts.aid_type)
        return not_applicable("another_aid_type", aid_types=(*self.refused, *self.discussed))

    def concerns(self, facts: Facts) -> bool:
        """Concern those who serve individuals at home."""
        return facts.personal_services


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A structure in economic or financial difficulty is left out."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {}
    READS: ClassVar[tuple[str, ...]] = ("in_difficulty",)
    IS_AMOUNT: ClassVar[bool] = False

    def judge(self, facts: Facts) -> Outcome:
        """Refuse whoever says to be in difficulty."""
        return failed("in_difficulty") if facts.in_difficulty else passed("not_in_difficulty")

    def concerns(self, facts: Facts) -> bool:
        """Concern whoever says to be in difficulty."""
        return facts.in_difficulty


@dataclass(frozen=True, slots=True)
class NonFinancial:
    """Whether requests for help other than money are examined: premises, partners, communication, public purchasing."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {"examined": Truth()}
    READS: ClassVar[tuple[str, ...]] = ("non_financial", "requested_cents")
    IS_AMOUNT: ClassVar[bool] = False

    examined: bool

    def judge(self, facts: Facts) -> Outcome:
        """Refuse what asks for nothing else when it is not examined."""
        if not facts.non_financial:
            return not_applicable()
        if self.examined:
            return passed("non_financial_examined")
        if facts.asks_for_money:
            return unknown("non_financial_left_aside")
        return failed("non_financial_only")

    def concerns(self, facts: Facts) -> bool:
        """Concern those who ask for nothing else."""
        return facts.non_financial and not facts.asks_for_money


@dataclass(frozen=True, slots=True)
class Appraised:
    """What the committee judges on the whole file, and no test can."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {}
    READS: ClassVar[tuple[str, ...]] = ()
    IS_AMOUNT: ClassVar[bool] = False

    def judge(self, facts: Facts) -> Outcome:
        """Leave it to the committee."""
        return Outcome(Result.NOT_ASSESSED, Reason("judged_on_the_file"))

    def concerns(self, facts: Facts) -> bool:
        """Bear on no verdict given beforehand."""
        return False
