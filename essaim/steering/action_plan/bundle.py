"""
A plan as one JSON document that another instance can read: format essaim-plan/1, and what a file must be to be one.

Pure: bytes in, a checked document out. The format is stated by formats/essaim-plan-1.schema.json; what a schema cannot
say, such as that a source named is there, is checked here.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError as SchemaError

from .schedule import DependencyCircle, check_no_circle

FORMAT = "essaim-plan/1"
FORMAT_FAMILY = "essaim-plan/"
SCHEMA_PATH = Path(__file__).parent / "formats" / "essaim-plan-1.schema.json"
FILE_BYTES_MAX = 5 * 1024 * 1024
PROBLEMS_MAX = 20

Document = dict[str, Any]


class BundleTooLarge(ValueError):
    """The file is over the limit of this module."""


class BundleUnreadable(ValueError):
    """The file is not JSON text."""


class FormatUnknown(ValueError):
    """The file is JSON, but of no format this version reads; found is what it calls itself, empty if nothing."""

    def __init__(self, found: str) -> None:
        """Keep the name of the format."""
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file, and where: "actions[3].title"."""

    place: str
    meaning: str


class BundleInvalid(ValueError):
    """The file names the format and does not follow it; the first problems are kept, total counts them all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the first problems."""
        found = list(problems)
        super().__init__("; ".join(f"{problem.place}: {problem.meaning}" for problem in found[:PROBLEMS_MAX]))
        self.problems = tuple(found[:PROBLEMS_MAX])
        self.total = len(found)


@dataclass(frozen=True, slots=True)
class Origin:
    """The authority a plan comes from: its SIREN, nine digits, and its name."""

    siren: str
    name: str


@lru_cache(maxsize=1)
def schema() -> Document:
    """Return the JSON Schema of the format."""
    found: Document = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=FormatChecker(["date"]))


def write(document: Document) -> bytes:
    """
    Write a document as the bytes of a file, the same for the same document.

    :raises BundleInvalid: if it does not follow the format, so that nothing is given out that could not be read back
    """
    problems = list(problems_of(document))
    if problems:
        raise BundleInvalid(problems)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> Document:
    """
    Read a file, and refuse it whole if anything in it is not as the format says.

    :raises BundleTooLarge: over 5 MB
    :raises BundleUnreadable: if it is not JSON text in UTF-8
    :raises FormatUnknown: if it is of another format, or of another version of this one
    :raises BundleInvalid: with the places and the problems
    """
    if len(content) > FILE_BYTES_MAX:
        raise BundleTooLarge
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
        # A lone half of a character pair is JSON, and no text.
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BundleUnreadable from error
    found = document.get("format") if isinstance(document, dict) else None
    if found != FORMAT:
        raise FormatUnknown(found if isinstance(found, str) else "")
    problems = list(problems_of(document))
    if problems:
        raise BundleInvalid(problems)
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def problems_of(document: Document) -> Iterator[Problem]:
    """Yield what is wrong in a document: its shape first and, if that is right, what it refers to."""
    has_wrong_shape = False
    for error in _validator().iter_errors(document):
        has_wrong_shape = True
        yield Problem(error.json_path.removeprefix("$").removeprefix(".") or "–", _words_of(error))
    if not has_wrong_shape:
        yield from _impossible_texts(document, "")
        yield from _doubles(document)
        yield from _strangers(document)
        yield from _circles(document)


def _words_of(error: SchemaError) -> str:
    """Say a schema error in words for people."""
    limit: Any = error.validator_value
    schema: Any = error.schema
    value: Any = error.instance
    match error.validator:
        case "required":
            missing = [name for name in limit if name not in value]
            return _("Missing: %(names)s.") % {"names": ", ".join(missing)}
        case "additionalProperties":
            unknown = sorted(value.keys() - schema["properties"].keys())
            return _("Unknown: %(names)s.") % {"names": ", ".join(unknown)[:200]}
        case "type":
            return _("A value of another kind is expected here: %(kind)s.") % {
                "kind": limit if isinstance(limit, str) else ", ".join(limit)
            }
        case "enum" | "const":
            return _("Expected one of: %(values)s.") % {
                "values": ", ".join(map(str, limit if isinstance(limit, list) else [limit]))
            }
        case "maxLength":
            return _("The text is over %(length)s characters.") % {"length": limit}
        case "maxItems":
            return _("There are more than %(count)s.") % {"count": limit}
        case "minLength":
            return _("The text is empty.")
        case "format":
            return _("This is not a date such as 2026-03-01.")
        case _:
            return _("This value is not as the format says: %(rule)s.") % {"rule": f"{error.validator} {limit}"[:120]}


def _impossible_texts(value: object, place: str) -> Iterator[Problem]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _impossible_texts(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _impossible_texts(inner, f"{place}[{number}]")
    elif isinstance(value, str) and "\x00" in value:
        yield Problem(place, _("The text holds a null character."))


NAMED = (
    ("sources", "key"),
    ("acts", "key"),
    ("axes", "number"),
    ("items", "code"),
    ("actions", "number"),
    ("figures", "key"),
)


def _doubles(document: Document) -> Iterator[Problem]:
    for part, name in NAMED:
        seen: set[object] = set()
        for place, row in enumerate(document[part]):
            if row[name] in seen:
                yield Problem(f"{part}[{place}].{name}", _("“%(value)s” is there twice.") % {"value": row[name]})
            seen.add(row[name])
    for part in ("milestones", "budget"):
        keys: set[str] = set()
        for place, action in enumerate(document["actions"]):
            for number, row in enumerate(action[part]):
                if row["key"] in keys:
                    where = f"actions[{place}].{part}[{number}].key"
                    yield Problem(where, _("“%(value)s” is there twice.") % {"value": row["key"]})
                keys.add(row["key"])


def _strangers(document: Document) -> Iterator[Problem]:
    """Yield what is referred to and not there."""
    known = {part: {row[name] for row in document[part]} for part, name in NAMED}
    steps = {step["key"] for action in document["actions"] for step in action["milestones"]}
    slug = document["plan"]["slug"]

    def check(value: object, pool: set[Any], place: str) -> Iterator[Problem]:
        if value is not None and value not in pool:
            yield Problem(place, _("“%(value)s” is not in the file.") % {"value": value})

    for place, row in _rows(document):
        if "source" in row:
            yield from check(row["source"], known["sources"], f"{place}.source")
    yield from check(document["plan"]["founding_act"], known["acts"], "plan.founding_act")
    for number, act in enumerate(document["acts"]):
        yield from check(act["replaces"], known["acts"], f"acts[{number}].replaces")
    for number, item in enumerate(document["items"]):
        yield from check(item["axis"], known["axes"], f"items[{number}].axis")
    for number, action in enumerate(document["actions"]):
        place = f"actions[{number}]"
        yield from check(action["axis"], known["axes"], f"{place}.axis")
        yield from check(action["parent"], known["actions"], f"{place}.parent")
        for step in action["milestones"]:
            for need in step["needs"]:
                yield from check(need, steps, f"{place}.milestones")
        earlier: set[str] = set()
        for line in action["budget"]:
            yield from check(line["act"], known["acts"], f"{place}.budget")
            yield from check(line["corrects"], earlier, f"{place}.budget")
            earlier.add(line["key"])
    for part in ("crossings", "figures"):
        for number, row in enumerate(document[part]):
            yield from check(row["action"], known["actions"], f"{part}[{number}].action")
    for number, link in enumerate(document["lineage"]):
        ends = [end for end in (link["from"], link["to"]) if end is not None]
        if not any(end["plan"] == slug for end in ends):
            yield Problem(f"lineage[{number}]", _("The link has no end in this plan."))
        for end in ends:
            if end["plan"] == slug:
                yield from check(end[name_of(end)], known[pool_of(end)], f"lineage[{number}]")
            elif end[name_of(end)] is None:
                yield Problem(f"lineage[{number}]", _("An end has neither number nor code."))


def name_of(end: Mapping[str, Any]) -> str:
    """Return what names an end of a link: its code for an item, else its number."""
    return "code" if end["kind"] == "item" else "number"


def pool_of(end: Mapping[str, Any]) -> str:
    """Return the part of the document where an end of a link is."""
    return {"axis": "axes", "action": "actions", "item": "items"}[end["kind"]]


def _rows(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every object of the document with its place."""
    queue: list[tuple[str, object]] = [("", document)]
    while queue:
        place, value = queue.pop()
        if isinstance(value, dict):
            yield place, value
            queue += [(f"{place}.{name}" if place else name, inner) for name, inner in value.items()]
        elif isinstance(value, list):
            queue += [(f"{place}[{number}]", inner) for number, inner in enumerate(value)]


def _circles(document: Document) -> Iterator[Problem]:
    steps: dict[Hashable, list[Hashable]] = {
        step["key"]: step["needs"] for action in document["actions"] for step in action["milestones"]
    }
    parents: dict[Hashable, list[Hashable]] = {
        action["number"]: [action["parent"]] for action in document["actions"] if action["parent"] is not None
    }
    replaced: dict[Hashable, list[Hashable]] = {
        act["key"]: [act["replaces"]] for act in document["acts"] if act["replaces"] is not None
    }
    for part, graph in (("actions.milestones", steps), ("actions.parent", parents), ("acts.replaces", replaced)):
        try:
            check_no_circle(graph)
        except DependencyCircle as circle:
            yield Problem(part, _("These go round in a circle: %(keys)s.") % {"keys": str(circle)})


def day(text: str | None) -> date | None:
    """Read a day of the document."""
    return None if text is None else date.fromisoformat(text)
