"""Full-text search in French over what everybody may read of the policy, deaf to accents and capitals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Lower
from django.urls import reverse
from django.utils.http import urlencode

from essaim.foundations.primitives.texts import fold
from essaim.steering.action_plan.models import Act, Action, Axis, DeclaredFigure, Plan, PlanItem

# The letters of French with a mark, and the same without: the database's dictionaries know no such folding by themselves.
MARKED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ’ʼ"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyy''"
WORDS_MAX = 8
KIND_LIMIT = 20


class _Folded(Func):
    """The text in small letters, without accents or ligatures, as fold() writes it in Python."""

    function = "translate"

    def __init__(self, name: str) -> None:
        """Fold one text column."""
        plain: Any = Lower(Cast(F(name), TextField()))
        for ligature, letters in (("œ", "oe"), ("æ", "ae")):
            plain = Func(plain, Value(ligature), Value(letters), function="replace", output_field=TextField())
        super().__init__(plain, Value(MARKED), Value(PLAIN), output_field=TextField())


@dataclass(frozen=True, slots=True)
class Found:
    """
    Something that matches.

    kind: plan, axis, action, item, act or figure; context: the plan it belongs to, or what dates it; rank: higher is nearer.
    """

    kind: str
    title: str
    text: str
    context: str
    url: str
    rank: float


def words_of(text: str) -> list[str]:
    """Return the words to look for, folded, at most eight; punctuation and signs of query languages are dropped."""
    return re.findall(r"[0-9a-z]+", fold(text))[:WORDS_MAX]


def search_policy(text: str) -> list[Found]:
    """
    Find plans, axes, actions, items, acts and figures that hold every word, or words that begin so; nearest first.

    Drafts are never found. An empty text, or one made of stop words only, finds nothing.
    """
    words = words_of(text)
    if not words:
        return []
    # Words hold only letters and digits, so that the raw syntax cannot be broken by what was typed.
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), config="french", search_type="raw")
    public = {"plan__in": Plan.objects.public()}
    return sorted(
        [
            *_found(Plan.objects.public(), query, "plan", _plan, A="name", B="slug", C="summary"),
            *_found(Axis.objects.filter(**public).select_related("plan"), query, "axis", _axis, A="title", C="intent"),
            *_found(
                Action.objects.filter(**public).select_related("plan"),
                query,
                "action",
                _action,
                A="title",
                B="plain_summary",
                C="description",
            ),
            *_found(PlanItem.objects.filter(**public).select_related("plan"), query, "item", _item, B="text"),
            *_found(Act.objects.public(), query, "act", _act, A="title", B="number", C="summary"),
            *_found(
                DeclaredFigure.objects.public(),
                query,
                "figure",
                _figure,
                A="label",
                B="wording",
                C="perimeter",
                D="caveat",
            ),
        ],
        key=lambda found: -found.rank,
    )


def _found(
    rows: QuerySet[Any],
    query: SearchQuery,
    kind: str,
    shape: Callable[[Any], tuple[str, str, str, str]],
    **columns: str,
) -> list[Found]:
    parts = [SearchVector(_Folded(column), weight=weight, config="french") for weight, column in columns.items()]
    vector = reduce(add, parts)
    matching = rows.annotate(vector=vector).filter(vector=query).annotate(rank=SearchRank(F("vector"), query))
    found: list[Found] = []
    for row in matching.order_by("-rank", "pk")[:KIND_LIMIT]:
        title, text, context, url = shape(row)
        found.append(Found(kind, title, text, context, url, row.rank))
    return found


def _plan(row: Plan) -> tuple[str, str, str, str]:
    return row.name, row.summary, row.slug, row.get_absolute_url()


def _axis(row: Axis) -> tuple[str, str, str, str]:
    return row.title, row.intent, row.plan.slug, row.get_absolute_url()


def _action(row: Action) -> tuple[str, str, str, str]:
    return f"{row.number}. {row.title}", row.plain_summary or row.description, row.plan.slug, row.get_absolute_url()


def _item(row: PlanItem) -> tuple[str, str, str, str]:
    return row.text, "", row.plan.slug, row.plan.get_absolute_url()


def _act(row: Act) -> tuple[str, str, str, str]:
    return str(row), row.summary, row.voted_in_words, row.get_absolute_url()


def _figure(row: DeclaredFigure) -> tuple[str, str, str, str]:
    address = f"{reverse('action_plan:figure_list')}?{urlencode({'q': row.label})}"
    return str(row), row.caveat, row.period, address


def public_addresses() -> list[str]:
    """Return the addresses of the pages of plans, actions and acts that everybody may read, in three queries."""
    actions = Action.objects.filter(plan__in=Plan.objects.public()).select_related("plan")
    return [
        *(plan.get_absolute_url() for plan in Plan.objects.public()),
        *(action.get_absolute_url() for action in actions.order_by("-plan__starts_on", "number")),
        *(act.get_absolute_url() for act in Act.objects.public()),
    ]
