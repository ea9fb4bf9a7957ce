"""Components are used with the attributes they declare: cotton drops the others without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

KIT = Path(settings.ESSAIM_ROOT) / "essaim/foundations/ui/templates/cotton"
DECLARED = re.compile(r"<c-vars\s+(.*?)/>", re.DOTALL)
NAME = re.compile(r"(?<![\w-]):?([a-z][\w-]*)(?==|\s|$)")
USE = re.compile(r"<c-([a-z][\w-]*)((?:\s+:?[a-zA-Z@][\w:-]*(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\s*/?>", re.DOTALL)
ATTRIBUTE = re.compile(r"\s:?([a-zA-Z@][\w:-]*)(?:=(?:\"[^\"]*\"|'[^']*'))?")
VARIABLE = re.compile(r"{{\s*([a-z_]\w*)|{%\s*(?:if|elif|for \w+ in)\s+([^%]+)%}")
# Given by cotton and by Django, not by who uses the component.
GIVEN = {"slot", "attrs", "forloop", "request", "csrf_token", "block", "not", "and", "or", "in", "is", "None", "True"}


def _declared(component: str) -> set[str]:
    text = (KIT / f"{component.replace('-', '_')}.html").read_text()
    found = DECLARED.search(text)
    assert found, f"{component} does not declare its attributes"
    without_values = re.sub(r"=(\"[^\"]*\"|'[^']*')", "=", found[1])
    return {name.rstrip("=").lstrip(":") for name in without_values.split()}


COMPONENTS = sorted(path.stem.replace("_", "-") for path in KIT.glob("*.html"))
TEMPLATES = sorted(path for path in (Path(settings.ESSAIM_ROOT) / "essaim").rglob("templates/**/*.html"))


def _uses(text: str) -> list[tuple[str, set[str]]]:
    """List the components a template uses, with the names of the attributes it gives."""
    # Tags and variables inside a value may hold quotes of their own.
    plain = re.sub(r"{%.*?%}|{{.*?}}", "…", text, flags=re.DOTALL)
    return [(name, set(ATTRIBUTE.findall(given))) for name, given in USE.findall(plain) if name not in {"vars", "slot"}]


@pytest.mark.parametrize("component", COMPONENTS)
def test_component_starts_with_its_signature_and_its_purpose(component: str) -> None:
    lines = (KIT / f"{component.replace('-', '_')}.html").read_text().splitlines()

    assert lines[0].startswith("<c-vars")
    assert re.fullmatch(r"{# .+\. #}", lines[1]), lines[1]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.ESSAIM_ROOT)))
def test_template_gives_components_what_they_declare(path: Path) -> None:
    text = path.read_text()
    wrong = [
        f"<c-{name}> does not declare {attribute!r}"
        for name, attributes in _uses(text)
        for attribute in sorted(attributes)
        if attribute not in _declared(name)
    ]

    assert wrong == []
    count = len(re.findall(r"<c-(?!vars|slot)[a-z]", text))
    assert count == len(_uses(text)), "a component is written in a way this test cannot read"


@pytest.mark.parametrize("component", COMPONENTS)
def test_component_uses_what_it_declares_and_no_more(component: str) -> None:
    text = (KIT / f"{component.replace('-', '_')}.html").read_text()
    body = DECLARED.sub("", text)
    loops = set(re.findall(r"{%\s*for (\w+)", body))
    used = set()
    for shown, condition in VARIABLE.findall(body):
        used |= {shown} if shown else set(re.findall(r"(?<![\w.\"'])[a-z_]\w*", re.sub(r"\"[^\"]*\"", "", condition)))
    declared = {name.replace("-", "_") for name in _declared(component)}

    assert used - declared - loops - GIVEN - {"LANGUAGE_CODE"} == set()
    assert {name for name in declared if not re.search(rf"\b{name}\b", body)} == set(), "declared and never used"


@pytest.mark.parametrize("component", COMPONENTS)
def test_gallery_shows_every_component(component: str) -> None:
    gallery = (KIT.parent / "ui" / "kit.html").read_text()

    assert f"<c-{component}" in gallery
