"""How forms are drawn: labels, hints and errors tied to their field, a summary of errors at the top."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

EMPTY_CHOICE = "---------"


class FormRenderer(TemplatesSetting):
    """
    Draws every form of the house with the kit's templates.

    Lists of choices and inputs of one line are written as Django's own templates write them, without a template: it would
    be rendered again for each choice of each list, and some lists have hundreds.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Draw one piece."""
        written = WRITTEN.get(template_name)
        return written(context["widget"]) if written else super().render(template_name, context, request)


def _attributes(found: Mapping[str, Any]) -> SafeString:
    """Write attributes: those that are false are left out, those that are true have no value."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value)),)
            for name, value in found.items()
            if value is not False
        ),
    )


def _option(option: Mapping[str, Any]) -> SafeString:
    label = pgettext("in a list of choices", "Choose…") if option["label"] == EMPTY_CHOICE else option["label"]
    attributes = _attributes(option["attrs"]) if option["attrs"] else ""
    return format_html('<option value="{}"{}>{}</option>', str(option["value"]), attributes, label)


def _select(widget: Mapping[str, Any]) -> SafeString:
    """Write a list of choices, by groups where it has some."""
    parts = []
    for name, options, _place in widget["optgroups"]:
        written = format_html_join("\n", "{}", ((_option(option),) for option in options))
        parts.append(format_html('<optgroup label="{}">\n{}\n</optgroup>', name, written) if name else written)
    content = format_html_join("\n", "{}", ((part,) for part in parts))
    return format_html('<select name="{}"{}>\n{}\n</select>', widget["name"], _attributes(widget["attrs"]), content)


def _input(widget: Mapping[str, Any]) -> SafeString:
    """Write an input of one line."""
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', str(value)),
        _attributes(widget["attrs"]),
    )


WRITTEN: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in ("text", "number", "email", "url", "hidden", "date")},
}
