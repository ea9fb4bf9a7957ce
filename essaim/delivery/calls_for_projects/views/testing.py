"""The eligibility test, for anybody: no account, nothing kept, and a hand at the end."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import queries, rules
from essaim.delivery.calls_for_projects.facts import facts_from
from essaim.delivery.calls_for_projects.forms import EligibilityForm
from essaim.delivery.calls_for_projects.models import Call, RequiredPiece
from essaim.delivery.calls_for_projects.queries.eligibility import Found, RuleShown
from essaim.delivery.calls_for_projects.rules.eligibility import AidTypes
from essaim.delivery.calls_for_projects.states import VERDICT_TONES, Certainty, Verdict
from essaim.delivery.calls_for_projects.wording import (
    advice_on,
    amount,
    change_in_words,
    condition_in_words,
    reason_in_words,
    share,
)

from .carrying import carry
from .finding import call_crumbs, call_for

# Results in the order in which a reader wants them, with the colour of each.
TONES = {
    rules.Result.FAIL: "bad",
    rules.Result.DISCUSS: "warn",
    rules.Result.UNKNOWN: "info",
    rules.Result.PASS: "good",
    rules.Result.NOT_ASSESSED: "",
    rules.Result.NOT_APPLICABLE: "",
}


HOPEFUL = (rules.Verdict.ELIGIBLE, rules.Verdict.TO_DISCUSS)


@dataclass(frozen=True, slots=True)
class Line:
    """A rule on the page of the verdict."""

    shown: RuleShown
    label: str
    tone: str
    reason: str

    @property
    def certainty(self) -> str:
        """How sure the rule is, in words; empty when it is known."""
        sure = self.shown.data.certainty
        return str(Certainty(sure.value).label) if sure != rules.Certainty.KNOWN else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, ready for the page: what decides first, then the rest, then what to do."""

    verdict: Verdict
    tone: str
    deciding: tuple[Line, ...]
    others: tuple[Line, ...]
    limits: tuple[tuple[str, str], ...]
    cap: str
    conditions: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    advice: tuple[str, ...]
    pieces: tuple[RequiredPiece, ...]


def _labels() -> dict[rules.Result, str]:
    return {
        rules.Result.PASS: _("holds"),
        rules.Result.FAIL: _("does not hold"),
        rules.Result.DISCUSS: _("to discuss"),
        rules.Result.UNKNOWN: _("not known"),
        rules.Result.NOT_ASSESSED: _("judged by the committee"),
        rules.Result.NOT_APPLICABLE: _("not about you"),
    }


@login_not_required
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then answer on the same address: what was said is in the form that comes back, and nowhere else."""
    found, today = call_for(request, slug), timezone.localdate()
    context: dict[str, object] = {"call": found, "crumbs": call_crumbs(found)}
    try:
        edition = queries.rules_in_force(slug, today)
    except queries.NoEdition:
        return render(request, "calls_for_projects/eligibility.html", context)
    form = EligibilityForm(
        request.POST or None, read=rules.facts_read(edition.data), offered=_offered(edition), today=today
    )
    context |= {"edition": edition, "form": form}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            context |= {"answer": _answer(found, edition, form), "today": today, "carried": carry(form.fact_values())}
        else:
            status = 422
    return render(request, "calls_for_projects/eligibility.html", context, status=status)


def _offered(edition: Found) -> tuple[str, ...]:
    return tuple(
        aid_type.value
        for rule in edition.data
        if isinstance(rule.kind, AidTypes) and rule.certainty != rules.Certainty.UNKNOWN
        for aid_type in rule.kind.offered
    )


def lines_on(edition: Found, judgement: rules.Judgement) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Say what each rule of an edition answers on a file: those that decide, then the others, as a reader wants them."""
    labels, order = _labels(), list(TONES)
    results = [found.outcome.result for found in judgement.rules]
    lines = [
        Line(shown, labels[found.outcome.result], TONES[found.outcome.result], reason_in_words(found.outcome.reason))
        for shown, found in zip(edition.rules, judgement.rules, strict=True)
    ]
    placed = sorted(zip(results, lines, strict=True), key=lambda pair: order.index(pair[0]))
    return (
        tuple(line for result, line in placed if result.decides),
        tuple(line for result, line in placed if not result.decides),
    )


def _answer(call: Call, edition: Found, form: EligibilityForm) -> Answer:
    facts = facts_from({**form.fact_values(), "as_of": timezone.localdate().isoformat()}, queries.place_of)
    judgement = rules.judge(edition.data, facts)
    deciding, others = lines_on(edition, judgement)
    changes = rules.changes_that_help(judgement, facts)
    # What to do about the amount is of no help to who is not eligible.
    helped = [found for found in judgement.rules if found.outcome.result.decides or judgement.verdict in HOPEFUL]
    advice = dict.fromkeys(advice_on(found.outcome.reason) for found in helped)
    verdict = Verdict(judgement.verdict.value)
    return Answer(
        verdict=verdict,
        tone=VERDICT_TONES[verdict],
        deciding=deciding,
        others=others,
        limits=tuple(_limits(judgement.limits)),
        cap=amount(judgement.limits.at_most_cents) if judgement.limits.cap_cents is not None else "",
        conditions=tuple(condition_in_words(found.outcome.condition) for found in judgement.conditions),
        changes=tuple((change_in_words(change), str(Verdict(change.verdict.value).label)) for change in changes),
        advice=tuple(text for text in advice if text),
        pieces=tuple(_pieces(call, edition)),
    )


def _limits(limits: rules.Limits) -> list[tuple[str, str]]:
    """Say each limit, which one decides, and how sure it is."""
    said = []
    if limits.ceiling_cents is not None:
        said.append((_("Ceiling of a project"), _sure(amount(limits.ceiling_cents), limits.ceiling_certainty)))
    if limits.share_permille is not None:
        words = share(limits.share_permille)
        if limits.share_cents is not None:
            words = f"{words}\u00a0: {amount(limits.share_cents)}"
        said.append((_("Share of the provisional budget"), _sure(words, limits.share_certainty)))
    if limits.requested_cents is not None:
        said.append((_("What you ask for"), amount(limits.requested_cents)))
    return said


def _sure(words: str, certainty: rules.Certainty) -> str:
    return words if certainty == rules.Certainty.KNOWN else f"{words} ({Certainty(certainty.value).label.lower()})"


def _pieces(call: Call, edition: Found) -> list[RequiredPiece]:
    rows = RequiredPiece.objects.filter(edition__call=call, edition__code=edition.code)
    return list(rows.order_by("position", "pk"))
