"""The lineage of the plans as a drawing: one column a plan, one box an item, one line a link. Pure: rows in, SVG out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape

from django.utils.translation import gettext as _

from .models import Action, Axis, Lineage, Plan, PlanItem
from .states import Certainty, LineageKind

BOX_WIDTH, COLUMN_GAP, ROW_GAP, LINE_HEIGHT, MARGIN = 290, 110, 12, 16, 12
INK, PAPER, PINE, HONEY = "#1d2928", "#ffffff", "#0d5c56", "#b97700"
End = Axis | Action | PlanItem


def draw(plans: Sequence[Plan], links: Iterable[Lineage]) -> str:
    """
    Draw what each plan took from the one before; dashed lines are still to be confirmed, honey boxes are new.

    :param plans: in the order of time, one column each
    :param links: with both ends loaded
    """
    found = list(links)
    boxes: dict[int, list[End]] = {plan.pk: [] for plan in plans}
    fresh: set[tuple[str, int]] = set()
    for link in found:
        for end in (link.origin, link.target):
            if end is not None and end.plan_id in boxes and end not in boxes[end.plan_id]:
                boxes[end.plan_id].append(end)
        if link.kind == LineageKind.NEW and link.target is not None:
            fresh.add(_key(link.target))
    places: dict[tuple[str, int], tuple[float, float, float]] = {}
    parts = []
    bottom = 0.0
    for column, plan in enumerate(plans):
        x = MARGIN + column * (BOX_WIDTH + COLUMN_GAP)
        parts.append(
            f'<text x="{x}" y="24" font-size="19" font-weight="700" fill="{PINE}" font-family="sans-serif">'
            f"{escape(plan.slug)}</text>"
        )
        y = 42.0
        for end in sorted(boxes[plan.pk], key=_order):
            lines = textwrap.wrap(_label(end), 40)[:4]
            height = 14 + LINE_HEIGHT * len(lines)
            places[_key(end)] = (x, y, height)
            parts.append(_box(x, y, height, lines, is_fresh=_key(end) in fresh))
            y += height + ROW_GAP
        bottom = max(bottom, y)
    lines_drawn = [_line(places, link) for link in found]
    width = MARGIN * 2 + len(plans) * BOX_WIDTH + max(len(plans) - 1, 0) * COLUMN_GAP
    title = _("Lineage of the plans")
    description = _("Each column is a plan; lines join what continues, dashed when it is to be confirmed.")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom:.0f}" '
        f'width="{width}" height="{bottom:.0f}" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f"{''.join(lines_drawn)}{''.join(parts)}</svg>"
    )


def _key(end: End) -> tuple[str, int]:
    return end._meta.model_name or "", end.pk


def _order(end: End) -> tuple[int, int, int]:
    if isinstance(end, Action):
        return (1, end.number, 0)
    if isinstance(end, Axis):
        return (0, end.number, 0)
    return (0, end.axis.number if end.axis is not None else 99, end.pk)


def _label(end: End) -> str:
    if isinstance(end, Axis):
        return _("Axis %(number)s: %(title)s") % {"number": end.number, "title": end.title}
    if isinstance(end, Action):
        return _("Action %(number)s: %(title)s") % {"number": end.number, "title": end.title}
    return end.text


def _box(x: float, y: float, height: float, lines: Sequence[str], *, is_fresh: bool) -> str:
    border = HONEY if is_fresh else PINE
    fill = "#fdf0cf" if is_fresh else PAPER
    texts = "".join(
        f'<text x="{x + 10}" y="{y + 20 + LINE_HEIGHT * place:.0f}" font-size="13" fill="{INK}" '
        f'font-family="sans-serif">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    return (
        f'<rect x="{x}" y="{y:.0f}" width="{BOX_WIDTH}" height="{height}" rx="7" fill="{fill}" '
        f'stroke="{border}" stroke-width="1.5"/>{texts}'
    )


def _line(places: dict[tuple[str, int], tuple[float, float, float]], link: Lineage) -> str:
    if link.origin is None or link.target is None:
        return ""
    start, end = places.get(_key(link.origin)), places.get(_key(link.target))
    if start is None or end is None:
        return ""
    x1, y1 = start[0] + BOX_WIDTH, start[1] + start[2] / 2
    x2, y2 = end[0], end[1] + end[2] / 2
    middle = (x1 + x2) / 2
    dash = ' stroke-dasharray="6 5"' if link.certainty == Certainty.TO_CONFIRM else ""
    return (
        f'<path d="M{x1:.0f} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}" fill="none" '
        f'stroke="{PINE}" stroke-width="2"{dash}/>'
    )
