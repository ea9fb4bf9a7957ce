"""Examples shown by the gallery of the kit."""

from __future__ import annotations

from django import forms

from essaim.foundations.primitives.decisions import ALLOW, deny

from .cartogram import Place
from .charts import bars
from .fields import day_input
from .maps import COLORS, Key, Map


class ExampleForm(forms.Form):
    """A form with one field of each kind."""

    name = forms.CharField(label="Nom", help_text="Tel qu’il figure dans les statuts.")
    kind = forms.ChoiceField(label="Famille", choices=[("a", "Association"), ("c", "Coopérative")])
    day = forms.DateField(label="Date", widget=day_input(), required=False)
    agree = forms.BooleanField(label="J’ai lu les conditions", required=False)
    text = forms.CharField(label="Précisions", widget=forms.Textarea(attrs={"rows": 3}), required=False)


def examples() -> dict[str, object]:
    """Build what the gallery needs: forms with and without errors, decisions, a chart, a map."""
    wrong = ExampleForm({"name": "", "kind": "a"})
    wrong.is_valid()
    rows = [
        {"Année": year, "Section": section, "Montant": amount}
        for year, section, amount in [("2022", "A", 3), ("2022", "B", 2), ("2023", "A", 4), ("2023", "B", 3)]
    ]
    places = [
        Place(str(i), f"Lieu {i}", 3 + i % 5 / 10, 50.5 + i // 5 / 10, i, COLORS[i < 7], "Sud" if i < 7 else "Nord")
        for i in range(14)
    ]
    return {
        "form": ExampleForm(prefix="good"),
        "wrong_form": wrong,
        "allowed": ALLOW,
        "refused": deny("Seul·e le ou la pilote peut le faire."),
        "chart": bars(
            title="Exemple", description="Deux séries", rows=rows, category="Année", value="Montant", series="Section"
        ),
        "map": Map(
            title="Exemple de carte",
            description="Quatorze lieux, sans contours chargés.",
            places=tuple(places),
            legend=(Key(COLORS[0], "Nord"), Key(COLORS[1], "Sud")),
            place_word="Lieu",
            note_word="Secteur",
        ),
    }
