"""How forms are drawn: labels, hints and errors tied to their field, a summary of errors at the top."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws every form of the house with the kit's templates."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
