"""Extracts, compiles and checks the French catalogues without GNU gettext: python -m config.messages extract|compile|check."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config.env import ROOT

LANGUAGE = "fr"
KEYWORDS: dict[str, Any] = {
    name: spec
    for base, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (base, f"{base}_lazy", f"{base}_noop")
} | {"_": None}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-zA-Z]|\{(\w*)\}|%[sd]")

# What a catalogue begins with: without it gettext reads no plural, and other letters than those written.
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate: context, singular, plural, and where it stands."""

    context: str | None
    singular: str
    plural: str | None
    place: str

    @property
    def key(self) -> tuple[str | None, str]:
        """What identifies it in a catalogue."""
        return self.context, self.singular


def rooms() -> list[Path]:
    """List the folders that have a catalogue of their own: every room."""
    return sorted(path.parent for path in (ROOT / "essaim").glob("*/*/__init__.py"))


def catalogue_path(room: Path) -> Path:
    """Return where a room's catalogue is."""
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def messages_of(room: Path) -> list[Message]:
    """Extract the texts of a room's modules and templates, tests left out, in the order of the files."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in sorted(room.rglob("*")):
        parts = path.relative_to(room).parts
        if {"tests", "migrations", "static", "locale"} & set(parts):
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt", ".typ"} and "templates" in parts):
            for message in _of_file(path):
                known = found.get(message.key)
                if known is None or (known.plural is None and message.plural):
                    found[message.key] = message
    return list(found.values())


def _of_file(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    place = str(path.relative_to(ROOT))
    if path.suffix != ".py":
        # Imported here: compiling catalogues must not need settings.
        from django.conf import settings
        from django.utils.translation.template import templatize

        if not settings.configured:
            settings.configure()
        source = templatize(source)
    stream = io.BytesIO(source.encode())
    options = {"encoding": "utf-8"}
    for line, function, texts, _comments in extract_python(stream, KEYWORDS, [], options):  # type: ignore[arg-type]
        message = _message(str(function or "gettext"), texts, f"{place}:{line}")
        if message is not None:
            yield message


def _message(function: str, texts: object, place: str) -> Message | None:
    values: list[Any] = list(texts) if isinstance(texts, tuple | list) else [texts]
    name = function.removesuffix("_lazy").removesuffix("_noop")
    context = None
    if name in {"pgettext", "npgettext"}:
        context, *values = values
    plural = values[1] if name in {"ngettext", "npgettext"} and len(values) > 1 else None
    if not values or not isinstance(values[0], str) or not values[0]:
        return None
    return Message(context, values[0], plural, place)


def _identity(message: Message) -> str | tuple[str, str]:
    return (message.singular, message.plural) if message.plural else message.singular


def extract() -> None:
    """Bring every room's catalogue up to date: new texts empty, translations kept, the rest dropped."""
    for room in rooms():
        wanted = messages_of(room)
        path = catalogue_path(room)
        old = _read(path) if path.exists() else Catalog(locale=LANGUAGE)
        if not wanted:
            path.unlink(missing_ok=True)
            continue
        new = Catalog(locale=LANGUAGE, project="Essaim", charset="utf-8", fuzzy=False)
        new.header_comment = f"# French texts of {room.name}."
        new.mime_headers = []
        for message in wanted:
            known = old.get(message.singular, message.context)
            string = known.string if known else None
            if message.plural and not isinstance(string, tuple | list):
                string = ("", "")
            if not message.plural and isinstance(string, tuple | list):
                string = string[0]
            flags = {"python-format"} if re.search(r"%\(\w+\)|%[sd]", message.singular) else set()
            new.add(_identity(message), string or "", flags=flags, context=message.context)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_written(new))


def _written(catalogue: Catalog) -> bytes:
    stream = io.BytesIO()
    write_po(stream, catalogue, width=120, no_location=True, omit_header=True, sort_output=True)
    return (HEADER + stream.getvalue().decode()).rstrip("\n").encode() + b"\n"


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def compile_catalogues() -> None:
    """Write the .mo of every .po that changed since."""
    for room in rooms():
        source = catalogue_path(room)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            with target.open("wb") as stream:
                write_mo(stream, _read(source))


def complaints() -> list[str]:
    """List everything that is missing, empty, fuzzy, obsolete, unlike in its placeholders, or translated in two ways."""
    found: list[str] = []
    translated: dict[tuple[str | None, str], tuple[object, str]] = {}
    for room in rooms():
        wanted = {message.key: message for message in messages_of(room)}
        path = catalogue_path(room)
        if path.exists() and not path.read_text(encoding="utf-8").startswith(HEADER):
            found.append(f"{room.name}: its catalogue does not begin as it must (language, plurals): extract again")
        catalogue = _read(path) if path.exists() else Catalog(locale=LANGUAGE)
        entries = {_key(entry): entry for entry in catalogue if entry.id}
        found += [f"{wanted[key].place}: {key[1]!r} is not in the catalogue" for key in wanted.keys() - entries.keys()]
        found += [
            f"{room.name}: {key[1]!r} is in the catalogue and nowhere else" for key in entries.keys() - wanted.keys()
        ]
        found += [f"{room.name}: {text!r} is obsolete" for text in catalogue.obsolete]
        for key, entry in entries.items():
            strings = [
                text or "" for text in (entry.string if isinstance(entry.string, tuple | list) else [entry.string])
            ]
            if entry.fuzzy or not all(strings):
                found.append(f"{room.name}: {key[1]!r} is not translated")
                continue
            found += _placeholder_complaints(room.name, entry, strings)
            other = translated.setdefault(key, (entry.string, room.name))
            if other[0] != entry.string:
                found.append(
                    f"{key[1]!r} is translated in two ways, by {other[1]} and by {room.name}: give it a context"
                )
    return found


def _key(entry: object) -> tuple[str | None, str]:
    identity = entry.id  # type: ignore[attr-defined]
    return entry.context, identity[0] if isinstance(identity, tuple | list) else identity  # type: ignore[attr-defined]


def _placeholder_complaints(room: str, entry: object, strings: Iterable[str]) -> Iterator[str]:
    identity = entry.id  # type: ignore[attr-defined]
    originals = list(identity) if isinstance(identity, tuple | list) else [identity]
    allowed = {match.group(0) for text in originals for match in PLACEHOLDER.finditer(text)}
    for string in strings:
        used = {match.group(0) for match in PLACEHOLDER.finditer(string)}
        if not used <= allowed or (len(originals) == 1 and used != allowed):
            yield f"{room}: {originals[0]!r} and its translation do not have the same placeholders"


def main() -> int:
    """Run one of the three actions; check answers 1 when something is wrong."""
    action = sys.argv[1] if len(sys.argv) == 2 else ""
    if action == "extract":
        extract()
    elif action == "compile":
        compile_catalogues()
    elif action == "check":
        found = complaints()
        print("\n".join(found) or "The French catalogue is complete.")  # noqa: T201
        return 1 if found else 0
    else:
        print(__doc__)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
