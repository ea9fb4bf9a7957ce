"""What answers of the read API share: how they are described for machines, how a list is cut into pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.errors import HttpError
from pydantic import ConfigDict

from essaim.foundations.primitives.decisions import Decision

from .twin import LIMIT_DEFAULT, LIMIT_MAX

Item = TypeVar("Item")


class Answer(Schema):
    """The base of every answer: no field is left undescribed."""

    model_config = ConfigDict(extra="forbid")


class Problem(Answer):
    """Why the request was refused."""

    detail: str


class Invalid(Answer):
    """Which parameters could not be read, one entry each."""

    detail: list[dict[str, Any]]


class Paging(Schema):
    """How a list is cut into pages, or given whole as CSV."""

    limit: int = Field(LIMIT_DEFAULT, ge=1, le=LIMIT_MAX, description="Rows a page.")
    cursor: str = Field("", description="The “next” of the page before; empty for the first page.")
    format: Literal["json", "csv"] = Field("json", description="csv gives every row at once; also by Accept: text/csv.")


class Page(Answer, Generic[Item]):
    """A page of a list; next is the cursor of the following one, null on the last."""

    items: list[Item]
    next: str | None


CSV = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}
UNCHANGED: dict[int, Any] = {304: None}
CLOSED: dict[int, Any] = {401: Problem, 403: Problem}


def one(
    router: Router,
    path: str,
    answer: Any,
    summary: str,
    *,
    is_closed: bool = False,
    extra: dict[str, Any] | None = None,
) -> Callable[[Any], Any]:
    """
    Declare an operation that returns one thing.

    :param is_closed: not everybody may ask: it starts with open_to
    :param extra: what else is said of it, such as CSV, for one that refuses some values with a reason
    """
    refusals = {404: Problem, 422: Invalid} if extra is None else {400: Problem, 404: Problem, 422: Invalid}
    response = {200: answer, **UNCHANGED, **(CLOSED if is_closed else {}), **refusals}
    return router.get(path, response=response, summary=summary, by_alias=True, openapi_extra=extra)


def many(router: Router, path: str, answer: Any, summary: str, *, is_closed: bool = False) -> Callable[[Any], Any]:
    """
    Declare an operation that lists things, by pages or as CSV.

    :param is_closed: as for one
    """
    response = {200: Page[answer], **UNCHANGED, **(CLOSED if is_closed else {}), 400: Problem, 422: Invalid}
    return router.get(path, response=response, summary=summary, by_alias=True, openapi_extra=CSV)


def open_to(request: HttpRequest, decision: Decision) -> None:
    """
    Go on only if the person of the request, signed in as on the pages, may ask.

    :raises HttpError: 401 to who is not signed in, 403 with the reason to who may not
    """
    if decision:
        return
    if not request.user.is_authenticated:
        raise HttpError(401, "sign in first, as on the pages: this is not open to everybody")
    raise HttpError(403, str(decision.reason))


def given(**values: object) -> dict[str, object]:
    """
    Keep the conditions of a query that were asked for.

    :raises HttpError: 400 if one holds a null character, which no text of the database does
    """
    if any("\x00" in value for value in values.values() if isinstance(value, str)):
        raise HttpError(400, "a parameter holds a null character")
    return {name: value for name, value in values.items() if value not in ("", None)}
