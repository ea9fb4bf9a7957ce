"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import PUBLIC, Access
from essaim.steering.action_plan.models import Action

from .models import ActionMeasure, ReferenceFigure

TEAM = "officer|administrator"
BOTH = ("GET", "POST")
# In the demonstration; elsewhere the page says that no register is loaded.
PLACE = {"code": "200093201"}


def _reference() -> Mapping[str, object]:
    row = ReferenceFigure.objects.public().order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _measured() -> Mapping[str, object]:
    row = ActionMeasure.objects.order_by("pk").first()
    return {"pk": row.action_id if row else 0}


def _action() -> Mapping[str, object]:
    row = Action.objects.filter(plan__origin_siren="").order_by("-pk").first()
    return {"pk": row.pk if row else 0}


ACCESS: dict[str, Access] = {
    "observatory:explorer": Access(PUBLIC),
    "observatory:compare": Access(PUBLIC),
    "observatory:compare_over_time": Access(PUBLIC),
    "observatory:evolution": Access(PUBLIC),
    "observatory:establishment_list": Access(
        PUBLIC, note="No headcount; nothing of those who asked not to be diffused."
    ),
    "observatory:place_search": Access(PUBLIC),
    "observatory:method": Access(PUBLIC),
    "observatory:figures_file": Access(PUBLIC, {"kind": "csv"}),
    "observatory:comparison_file": Access(PUBLIC, {"kind": "parquet"}),
    "observatory:years_file": Access(PUBLIC, {"kind": "csv"}),
    "observatory:survival_file": Access(PUBLIC, {"kind": "parquet"}),
    "observatory:months_file": Access(PUBLIC, {"kind": "csv"}),
    "observatory:layers_file": Access(PUBLIC, {"kind": "csv"}),
    "observatory:map_file": Access(
        PUBLIC, {"kind": "svg"}, note="Elsewhere than in the demonstration, where no centre is known: 404."
    ),
    "observatory:place_sheet": Access(PUBLIC, PLACE),
    "observatory:reference_list": Access(PUBLIC),
    "observatory:reference": Access(PUBLIC, sample=_reference),
    "observatory:reference_create": Access(TEAM, methods=BOTH),
    "observatory:reference_edit": Access(TEAM, methods=BOTH, sample=_reference),
    "observatory:reference_withdraw": Access(TEAM, methods=BOTH, sample=_reference),
    "observatory:means_list": Access(PUBLIC),
    "observatory:means_calibrate": Access("administrator", methods=BOTH),
    "observatory:means_middles": Access("administrator", methods=BOTH),
    "observatory:open_data": Access(PUBLIC),
    "observatory:dictionary": Access(PUBLIC),
    "observatory:package": Access(PUBLIC),
    "observatory:dataset": Access(PUBLIC, {"key": "territoires", "kind": "csv"}),
    "observatory:commune_panel": Access(PUBLIC, {"code": "59350"}),
    "observatory:action_panel": Access(PUBLIC, sample=_measured),
    "observatory:action_measures": Access(TEAM, methods=BOTH, sample=_action),
    "api-1:observatory_territory": Access(PUBLIC, PLACE),
    "api-1:observatory_references": Access(PUBLIC),
    "api-1:observatory_means": Access(PUBLIC),
}
