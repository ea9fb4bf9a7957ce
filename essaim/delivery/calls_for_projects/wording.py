"""Says in words what the rules answer: reasons, conditions, what to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.foundations.primitives.legal_categories import LegalFamily
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.dates import day_in_words

from . import rules
from .states import AidType, EsusStatus, SiaeKind

FAMILIES = {
    LegalFamily.ASSOCIATION: pgettext_lazy("family of legal persons", "association"),
    LegalFamily.COOPERATIVE: pgettext_lazy("family of legal persons", "cooperative"),
    LegalFamily.MUTUAL: pgettext_lazy("family of legal persons", "mutual society"),
    LegalFamily.FOUNDATION: pgettext_lazy("family of legal persons", "foundation"),
    LegalFamily.OTHER_NONPROFIT: pgettext_lazy("family of legal persons", "other private non-profit body"),
    LegalFamily.COMPANY: pgettext_lazy("family of legal persons", "commercial company"),
    LegalFamily.PUBLIC_BODY: pgettext_lazy("family of legal persons", "public body"),
    LegalFamily.NATURAL_PERSON: pgettext_lazy("family of legal persons", "individual entrepreneur"),
    LegalFamily.OTHER: pgettext_lazy("family of legal persons", "other legal form"),
}
COUNTED_FROM = {
    "unknown": _("the creation given here, as the rulebook does not say which day counts"),
    "creation": _("the creation"),
    "registration": _("the registration"),
    "publication": _("the publication in the official journal"),
}

REASONS: Mapping[str, object] = {
    "aid_type_missing": _("Say which type of aid you ask for."),
    "aid_type_offered": _("%(aid_type)s: this edition offers it."),
    "aid_type_not_offered": _("%(aid_type)s: this edition does not offer it. It offers: %(offered)s."),
    "not_open_yet": _("Applications are taken from %(day)s."),
    "closed_since": _("Applications were taken until %(day)s."),
    "takes_applications": _("Applications are taken on this day."),
    "created_on_missing": _("Say when the structure was created, or will be."),
    "exists": _("The structure exists since %(created_on)s."),
    "test_phase": _(
        "The structure does not exist yet: a project in a test phase, or hosted by a cooperative of activities or a "
        "nursery, may be discussed."
    ),
    "not_created_yet": _("The structure must exist on the day of filing; you give %(created_on)s."),
    "legal_category_missing": _("Say the legal form. This edition admits: %(families)s."),
    "legal_category_unknown": _("“%(code)s” is no legal category: it has four digits, such as 9220."),
    "legal_category_named": _("The category %(code)s is among those named."),
    "family_admitted": _("Family: %(family)s. It may apply."),
    "family_not_admitted": _("Family: %(family)s. This edition admits: %(families)s."),
    "family_to_confirm": _("The category %(code)s counts as %(family)s only once it is confirmed: ask."),
    "company_by_esus_rule": _("Commercial companies may apply, on the conditions said below about ESUS."),
    "company_with_esus": _("A commercial company that holds the ESUS accreditation."),
    "company_without_esus": _("A commercial company must hold the ESUS accreditation here."),
    "esus_pending_not_said": _(
        "The edition does not say what happens while the ESUS accreditation is applied for: ask."
    ),
    "esus_pending_admitted": _("The ESUS accreditation is applied for: this is enough to apply."),
    "esus_missing": _("Say whether the company holds the ESUS accreditation, or has applied for it."),
    "company_shows_ess_principles": _(
        "A company without ESUS may apply if it holds to the principles of the social and solidarity economy: to be shown "
        "to the team."
    ),
    "balance_waits_for_esus": _("The balance is paid only once the ESUS accreditation is obtained."),
    "another_aid_type": _("This rule is about another type of aid."),
    "age_within": _(
        "Created on %(created_on)s: the age is within the bounds (%(bounds)s), counted from %(counted_from)s."
    ),
    "age_at_bound": _(
        "The structure is exactly %(years)s years old on this day: what happens then is not known. Ask the team."
    ),
    "too_old": _("%(aid_type)s is for structures under %(years)s years; this one reached that age on %(bound_on)s."),
    "too_young": _("%(aid_type)s is for structures over %(years)s years; this one reaches that age on %(bound_on)s."),
    "commune_missing": _("Say in which commune the activity takes place."),
    "commune_unknown": _("Where the commune %(code)s stands is not known here: no authority is set."),
    "commune_outside": _("%(commune)s is no commune of the authority on this day."),
    "commune_inside": _("%(commune)s is a commune of the authority."),
    "commune_known_since": _(
        "%(commune)s is a commune of the authority; the lists loaded here show it from %(day)s on, and not before."
    ),
    "siae_refused": _("%(kind)s: this edition leaves them out."),
    "siae_shows_approach": _(
        "%(kind)s: admitted with a remarkable approach in social utility and in social and economic innovation, to be shown."
    ),
    "personal_services_refused": _("%(aid_type)s is not for services to individuals: the sector is very competitive."),
    "personal_services_discussed": _(
        "%(aid_type)s stays possible for services to individuals if the project cooperates with other actors, to be shown."
    ),
    "in_difficulty": _("Structures in economic or financial difficulty are left out."),
    "not_in_difficulty": _("You report no economic or financial difficulty."),
    "non_financial_examined": _("Requests for help other than money are examined."),
    "non_financial_left_aside": _("The help other than money is not examined here; the request for money is."),
    "non_financial_only": _("This edition examines requests for money only."),
    "no_money_here": _("This call gives no money: its help is of another kind."),
    "no_money_asked": _("No money is asked for, and none is given."),
    "ceiling": _("At most %(cents)s a project."),
    "over_ceiling": _("You ask for %(requested_cents)s: at most %(cents)s can be granted to a project."),
    "budget_missing": _("At most %(permille)s of the provisional budget: give the budget to know how much that is."),
    "share": _(
        "At most %(permille)s of the provisional budget of %(budget_cents)s, that is %(cents)s, rounded down as the rounding "
        "rule is not known."
    ),
    "over_share": _(
        "You ask for %(requested_cents)s: at most %(permille)s of the budget of %(budget_cents)s can be granted, that is "
        "%(cents)s, rounded down as the rounding rule is not known."
    ),
    "judged_on_the_file": _("The committee judges this on the whole file; no test tells."),
    "not_concerned": _("This rule is not about your project."),
    "rule_unknown": _("What this edition says on this point is not known. Ask the team."),
    "to_confirm": _("To be confirmed: %(then)s"),
}
CONDITIONS: Mapping[str, object] = {
    "balance_held_until_esus": _("The balance is held until the ESUS accreditation is obtained."),
}


def reason_in_words(reason: rules.Reason, language: str | None = None) -> str:
    """
    Say why, in the language of the reader.

    :param language: the one now active, for who says many reasons and asked which it is once
    """
    language = language or get_language()
    template = _template(reason.key, language)
    if not reason.values:
        return template
    values = {name: _in_words(name, value, language) for name, value in reason.values.items()}
    if reason.key == "age_within":
        values["bounds"] = _bounds(reason.values)
    return template % values


@cache
def _template(key: str, language: str | None) -> str:
    """Return the sentence of a reason in the language now active, before values are put into it."""
    return str(REASONS[key])


def _in_words(name: str, value: object, language: str | None) -> object:
    if name in SAID:
        return SAID[name](value)
    return _named(name, value, language) if name in NAMED else value


@lru_cache(maxsize=2000)
def _named(name: str, value: object, language: str | None) -> str:
    """Name a value in the language now active, which is slower to do than to keep: there are few of them."""
    return NAMED[name](value)


def condition_in_words(condition: str) -> str:
    """Say what a grant would hang on."""
    return str(CONDITIONS[condition])


def amount(cents: object) -> str:
    """Show cents as euros in the language of the reader."""
    language = (get_language() or "fr").split("-")[0]
    return format_euros(int(str(cents)), language=language)


def share(permille: object) -> str:
    """Show thousandths as a percentage: 300 gives "30 %"."""
    whole, rest = divmod(int(str(permille)), 10)
    mark = "," if (get_language() or "fr").startswith("fr") else "."
    return f"{whole}{f'{mark}{rest}' if rest else ''}\u00a0%"


def family_in_words(family: object) -> str:
    """Name a family of legal persons."""
    return str(FAMILIES[LegalFamily(str(family))])


def aid_type_in_words(aid_type: object) -> str:
    """Name a type of aid."""
    return str(AidType(str(aid_type)).label)


def _day(day: object) -> str:
    return day_in_words(day) if isinstance(day, date) else ""


def _listed(name: Callable[[object], str]) -> Callable[[object], str]:
    def say(values: object) -> str:
        assert isinstance(values, Iterable)
        return ", ".join(name(value) for value in values) or gettext("not said")

    return say


def _bounds(values: Mapping[str, object]) -> str:
    under, over = values["under"], values["over"]
    said = []
    if under is not None:
        said.append(gettext("under %(years)s years") % {"years": under})
    if over is not None:
        said.append(gettext("over %(years)s years") % {"years": over})
    return ", ".join(said) or gettext("none said")


# What differs from file to file is said each time; what a value is called in a language is kept.
SAID: Mapping[str, Callable[[object], str]] = {
    "cents": amount,
    "requested_cents": amount,
    "budget_cents": amount,
    "then": lambda reason: reason_in_words(reason),  # type: ignore[arg-type]
}
NAMED: Mapping[str, Callable[[object], str]] = {
    "aid_type": aid_type_in_words,
    "aid_types": _listed(aid_type_in_words),
    "offered": _listed(aid_type_in_words),
    "family": family_in_words,
    "families": _listed(family_in_words),
    "kind": lambda kind: str(SiaeKind(str(kind)).label),
    "day": _day,
    "created_on": _day,
    "bound_on": _day,
    "permille": share,
    "counted_from": lambda word: str(COUNTED_FROM[str(word)]),
}


def change_in_words(change: rules.Change) -> str:
    """Say what could be asked or shown otherwise."""
    if change.name == "aid_type":
        return gettext("Ask for another type of aid: %(aid_type)s.") % {"aid_type": aid_type_in_words(change.value)}
    if change.value == EsusStatus.HELD:
        return gettext("Obtain the ESUS accreditation.")
    return gettext("Apply for the ESUS accreditation.")


# What to do about a rule that stands in the way.
ADVICE: Mapping[str, object] = {
    "not_created_yet": _("Apply once the structure is created, or ask who can host the project until then."),
    "created_on_missing": _("Bring the date of creation: the statutes or the receipt of the declaration hold it."),
    "family_not_admitted": _("Find out whether a structure that may apply can carry the project with you."),
    "family_to_confirm": _("Bring the statutes: they tell which family the structure belongs to."),
    "company_without_esus": _("Find out about the ESUS accreditation: the State's services give it."),
    "company_shows_ess_principles": _("Prepare what shows the principles: purpose, governance, use of profits."),
    "esus_pending_not_said": _("Bring the receipt of the application for ESUS."),
    "too_young": _("Come back when the structure has the age, or ask for what is meant for young structures."),
    "age_at_bound": _("Ask before filing: a day earlier or later may change the answer."),
    "commune_outside": _(
        "Check the commune; and say which part of the activity takes place in one of the authority, if one does."
    ),
    "siae_shows_approach": _("Prepare what is remarkable in the approach: social utility, innovation."),
    "personal_services_discussed": _("Name the actors with whom the project cooperates."),
    "in_difficulty": _("Talk first with those who help structures in difficulty; the team can say who."),
    "non_financial_only": _("Ask the team who offers this help."),
    "no_money_here": _("Look at the other calls for money."),
    "over_ceiling": _("Look for other funders for the rest: the team can say which."),
    "over_share": _("Look for other funders for the rest: the team can say which."),
    "budget_missing": _("Prepare a provisional budget: expenses and income in balance."),
}


def advice_on(reason: rules.Reason) -> str:
    """Say what to do about a rule that stands in the way, or nothing."""
    inner = reason.values.get("then")
    found = ADVICE.get(inner.key if isinstance(inner, rules.Reason) else reason.key, "")
    return str(found)
