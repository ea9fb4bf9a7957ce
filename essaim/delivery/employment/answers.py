"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from essaim.foundations.ui.answers import Answer


class Post(Answer):
    """
    A post that rests on evidence.

    effect is created, consolidated or maintained; channel direct or indirect; status declared or verified.

    full_time_share is in per cent of a full time; organization and through are keys of structures.
    """

    id: int
    organization: str
    commune_code: str | None
    starts_on_year: int
    full_time_share: str
    effect: str
    channel: str
    through: str | None
    status: str
    action: str | None


class PostTotal(Answer):
    """One total; totals are never to be added to one another. etp is the full-time equivalent, exact."""

    status: str
    effect: str
    channel: str
    axis: str | None
    axis_label: str | None
    headcount: int
    etp: str
    present_headcount: int
    present_etp: str


class PostTotals(Answer):
    """Totals along an axis; those to whom nothing could be told by insertion read them all together."""

    by: str
    totals: list[PostTotal]
