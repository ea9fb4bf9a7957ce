"""What every list of the read API shares: pages by cursor, an ETag, a CSV twin."""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja.errors import HttpError

from .compact import COMPACT
from .exports import csv_lines

LIMIT_DEFAULT = 100
LIMIT_MAX = 500
# As django.middleware.gzip reads it.
PACKED = re.compile(r"\bgzip\b")


def list_response(
    request: HttpRequest,
    rows: QuerySet[Any],
    shape: Callable[[Any], Mapping[str, object]],
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str = "",
    day: str = "",
) -> HttpResponse:
    """
    Answer a page of rows in the order of their key: {"items": [...], "next": cursor or null}, or all of them as CSV.

    CSV is asked for by ?format=csv or by Accept: text/csv; nested values become JSON text there.

    :param day: a date of the rows that orders them before their key, rows without it last

    :raises HttpError: 400 if the cursor is not one of ours, or the limit is out of 1..500
    """
    ordered = rows.order_by(F(day).asc(nulls_last=True), "pk") if day else rows.order_by("pk")
    if wants_csv(request):
        return csv_response(request, [shape(row) for row in ordered])
    if not 1 <= limit <= LIMIT_MAX:
        raise HttpError(400, f"limit must be from 1 to {LIMIT_MAX}")
    if cursor:
        ordered = ordered.filter(_after(cursor, day))
    found = list(ordered[: limit + 1])
    is_last = len(found) <= limit
    found = found[:limit]
    return json_response(
        request, {"items": [shape(row) for row in found], "next": None if is_last else _write(found[-1], day)}
    )


def wants_csv(request: HttpRequest) -> bool:
    """Tell whether a table is asked for: by ?format=csv, or by Accept: text/csv."""
    return request.GET.get("format") == "csv" or request.headers.get("Accept", "").startswith("text/csv")


def json_response(request: HttpRequest, content: object, *, status: int = 200) -> HttpResponse:
    """Answer JSON with an ETag over its bytes, or 304 when the reader has them already."""
    body = COMPACT.encode(content).encode()
    return _tagged(request, body, "application/json; charset=utf-8", status)


def csv_response(request: HttpRequest, items: Sequence[Mapping[str, object]]) -> HttpResponse:
    """Answer items as CSV with an ETag: one row each, under the names of the first; nested values become JSON text."""
    header = list(items[0]) if items else []
    lines: Iterable[list[object]] = ([_flat(item.get(name)) for name in header] for item in items)
    return _tagged(request, "".join(csv_lines(header, lines)).encode(), "text/csv; charset=utf-8", 200)


def text_response(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    """
    Answer a long text that is public and holds no secret, with an ETag, or 304 when the reader has it already.

    It is compressed for who reads it so: quickly, which takes a tenth of the bytes, and far less time than the others would travel.
    """
    response = _tagged(request, text.encode(), content_type, 200)
    patch_vary_headers(response, ["Accept-Encoding"])
    if response.content and PACKED.search(request.headers.get("Accept-Encoding", "")):
        response.content = gzip.compress(response.content, 1, mtime=0)
        response["Content-Encoding"] = "gzip"
        # The same content in other bytes.
        response["ETag"] = f"W/{response['ETag']}"
    return response


def _flat(value: object) -> object:
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return value


def _tagged(request: HttpRequest, body: bytes, content_type: str, status: int) -> HttpResponse:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if status == 200 and tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=content_type, status=status)
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response


def _write(row: Any, day: str) -> str:
    """Write where a page ends: "pk:17", or "2022-02-25 pk:17" in a list ordered by a day; "- pk:17" where it has none."""
    found: date | None = getattr(row, day) if day else None
    prefix = f"{found.isoformat() if found else '-'} " if day else ""
    return base64.urlsafe_b64encode(f"{prefix}pk:{row.pk}".encode()).decode().rstrip("=")


CURSOR = re.compile(r"(?:(?P<day>-|\d{4}-\d{2}-\d{2}) )?pk:(?P<pk>\d{1,18})")


def _after(cursor: str, day: str) -> Q:
    """Turn a cursor into the condition of the rows that follow it."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        found = CURSOR.fullmatch(text)
        if found is None or (found["day"] is not None) != bool(day):
            raise ValueError(text)
        pk = int(found["pk"])
        if not day:
            return Q(pk__gt=pk)
        if found["day"] == "-":
            return Q(**{f"{day}__isnull": True}, pk__gt=pk)
        on = date.fromisoformat(found["day"])
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise HttpError(400, "this cursor was not given by us") from error
    return Q(**{f"{day}__gt": on}) | Q(**{day: on}, pk__gt=pk) | Q(**{f"{day}__isnull": True})
