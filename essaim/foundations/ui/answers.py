"""What answers of the read API share: how they are described for machines, how a list is cut into pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

from ninja import Field, Router, Schema
from ninja.errors import HttpError
from pydantic import ConfigDict

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


def one(router: Router, path: str, answer: Any, summary: str) -> Callable[[Any], Any]:
    """Declare an operation that returns one thing."""
    response = {200: answer, **UNCHANGED, 404: Problem, 422: Invalid}
    return router.get(path, response=response, summary=summary, by_alias=True)


def many(router: Router, path: str, answer: Any, summary: str) -> Callable[[Any], Any]:
    """Declare an operation that lists things, by pages or as CSV."""
    response = {200: Page[answer], **UNCHANGED, 400: Problem, 422: Invalid}
    return router.get(path, response=response, summary=summary, by_alias=True, openapi_extra=CSV)


def given(**values: object) -> dict[str, object]:
    """
    Keep the conditions of a query that were asked for.

    :raises HttpError: 400 if one holds a null character, which no text of the database does
    """
    if any("\x00" in value for value in values.values() if isinstance(value, str)):
        raise HttpError(400, "a parameter holds a null character")
    return {name: value for name, value in values.items() if value not in ("", None)}
