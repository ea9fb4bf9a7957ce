"""How forms are drawn: labels, hints and errors tied to their field, a summary of errors at the top."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from .escaping import escaped

EMPTY_CHOICE = "---------"


class FormRenderer(TemplatesSetting):
    """
    Draws every form of the house with the kit's templates.

    Lists of choices, inputs of one line and labels are written as Django's own templates write them, without a template: it
    would be rendered again for each choice of each list, and some lists have hundreds.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Draw one piece."""
        written = WRITTEN.get(template_name)
        return written(context) if written else super().render(template_name, context, request)


def _attributes(found: Mapping[str, Any]) -> str:
    """Write attributes: those that are false are left out, those that are true have no value."""
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(str(value))}"'
        for name, value in found.items()
        if value is not False
    )


def _option(option: Mapping[str, Any]) -> str:
    label = pgettext("in a list of choices", "Choose…") if option["label"] == EMPTY_CHOICE else option["label"]
    return f'<option value="{escaped(str(option["value"]))}"{_attributes(option["attrs"])}>{escaped(label)}</option>'


def _select(context: Mapping[str, Any]) -> SafeString:
    """Write a list of choices, by groups where it has some."""
    widget = context["widget"]
    parts = []
    for name, options, _place in widget["optgroups"]:
        written = "\n".join(_option(option) for option in options)
        parts.append(f'<optgroup label="{escaped(name)}">\n{written}\n</optgroup>' if name else written)
    content = "\n".join(parts)
    return SafeString(f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{content}\n</select>')


def _input(context: Mapping[str, Any]) -> SafeString:
    """Write an input of one line."""
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{escaped(str(widget["value"]))}"'
    attributes = f"{value}{_attributes(widget['attrs'])}"
    return SafeString(f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{attributes}>')


def _label(context: Mapping[str, Any]) -> SafeString:
    """Write the label of a field."""
    label, tag = escaped(context["label"]), context["tag"]
    return SafeString(f"<{tag}{_attributes(context['attrs'] or {})}>{label}</{tag}>" if context["use_tag"] else label)


WRITTEN: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    "django/forms/label.html": _label,
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in ("text", "number", "email", "url", "hidden", "date")},
}
