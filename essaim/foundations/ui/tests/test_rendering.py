"""Forms are drawn in Python as Django's templates would draw them."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.testcases import assert_and_parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import override

from essaim.foundations.ui.rendering import EMPTY_CHOICE, FormRenderer


class Everything(forms.Form):
    """One field of each kind that is written without a template."""

    name = forms.CharField(max_length=20, initial='<b>"l\'un" & l’autre</b>', widget=forms.TextInput(attrs={"size": 3}))
    count = forms.IntegerField(initial=12, min_value=0)
    mail = forms.EmailField(required=False)
    page = forms.URLField(required=False, assume_scheme="https")
    day = forms.DateField(initial=date(2026, 3, 10), widget=forms.DateInput(attrs={"type": "date", "autofocus": True}))
    kept = forms.CharField(widget=forms.HiddenInput, initial="x&y", required=False)
    one = forms.ChoiceField(
        choices=[
            ("", "Toutes"),
            ("a", "L'<i>un</i>"),
            ("Groupe & cie", [("b", mark_safe("<b>gras</b>")), (3, "Trois")]),
        ],
        initial="b",
    )
    several = forms.MultipleChoiceField(choices=[("x", "X"), ("y", "Y")], initial=["x", "y"])


class Plain(TemplatesSetting):
    """Django's own, which has a template for everything."""

    form_template_name = FormRenderer.form_template_name


@pytest.mark.parametrize("name", list(Everything.base_fields))
@pytest.mark.parametrize("data", [None, {"name": "é", "one": "3", "several": ["y"], "count": "douze", "day": "x"}])
def test_field_is_drawn_as_django_draws_it(name: str, data: dict[str, object] | None) -> None:
    ours, theirs = (str(Everything(data, renderer=renderer)[name]) for renderer in (FormRenderer(), Plain()))

    parsed = [assert_and_parse_html(None, text, None, "") for text in (ours, theirs)]
    assert parsed[0] == parsed[1]


@pytest.mark.parametrize("label", ["Nom & prénom", mark_safe("<b>Nom</b>"), ""])
@pytest.mark.parametrize("attrs", [None, {"class": "a&b", "hidden": True, "title": False}])
@pytest.mark.parametrize("name", ["name", "one"])
def test_label_is_drawn_as_django_draws_it(name: str, label: str, attrs: dict[str, object] | None) -> None:
    ours, theirs = (Everything(renderer=renderer)[name] for renderer in (FormRenderer(), Plain()))

    assert ours.label_tag(label, attrs) == theirs.label_tag(label, attrs).strip()
    assert ours.legend_tag(label, attrs) == theirs.legend_tag(label, attrs).strip()


def test_label_of_a_field_without_an_identifier_is_its_text() -> None:
    ours, theirs = (Everything(renderer=renderer, auto_id=False)["name"] for renderer in (FormRenderer(), Plain()))

    assert ours.label_tag("a & b") == theirs.label_tag("a & b").strip()


def test_choice_that_django_names_with_dashes_is_named_in_words() -> None:
    field = forms.ChoiceField(choices=[("", EMPTY_CHOICE), ("a", "A")])
    form = type("Chosen", (forms.Form,), {"one": field})(renderer=FormRenderer())

    with override("fr"):
        text = str(form["one"])

    assert EMPTY_CHOICE not in text
    assert "Choisir" in text
