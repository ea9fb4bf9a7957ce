"""What is no longer asked of communes and partners once an application goes no further."""

from __future__ import annotations

from datetime import datetime

from essaim.delivery.calls_for_projects.models import Application, CommuneOpinion, PartnerOpinion
from essaim.delivery.calls_for_projects.states import OPINION_MOVES, OpinionState
from essaim.foundations.audit_trail.services import write_fields
from essaim.foundations.primitives.actors import Actor


def stop_asking(application: Application, *, actor: Actor, now: datetime) -> None:
    """Withdraw the opinions not given on an application that is withdrawn or cannot be received: nobody waits for them."""
    models: tuple[type[CommuneOpinion] | type[PartnerOpinion], ...] = (CommuneOpinion, PartnerOpinion)
    for model, verb in zip(models, ("commune_opinion.withdrawn", "partner_opinion.withdrawn"), strict=True):
        rows = model.objects.select_for_update(of=("self",)).filter(
            application=application, state__in=(OpinionState.ASKED, OpinionState.SILENT)
        )
        for row in rows.order_by("pk"):
            write_fields(row, verb, {"state": OPINION_MOVES.target("withdraw", row.state)}, actor=actor, now=now)
