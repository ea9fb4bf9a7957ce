"""Writes the published figures of the observatory, what measures action 14, and an invented register to count in."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.generator import generate
from essaim.foundations.sirene.services import calibrate_means, load_snapshot
from essaim.foundations.territory.services import load_reference
from essaim.insight.demo import material
from essaim.insight.observatory.services import measure_action, read_figure
from essaim.insight.observatory.states import Measure
from essaim.steering.action_plan.models import DeclaredFigure
from essaim.steering.action_plan.services import cite_source, declare_figure
from essaim.steering.action_plan.states import FigureStatus, SourceWeight

from .people import SIREN
from .policy import SUMMARIZED
from .stage import Stage

FILE = "policy/observatory"
# "Mesurer la progression de l'ESS dans nos territoires."
MEASURED = ("2022-2026", 14)
# Lyon, Nantes and Strasbourg: those with which Lille is compared.
COMPARED = ("200046977", "244400404", "246700488")
# Of the invented register, in each of two months; enough that every page has something, few enough to start fast.
ESTABLISHMENTS = 60_000
GROWTH = 300
# Where the invented total puts the means in their brackets: below the middle, as sizes of establishments lie.
INVENTED_POSITION = 0.42


def write_references(stage: Stage) -> None:
    """Write what sources publish on the ESS of territories, each figure with its reading, and what measures action 14."""
    actor, now = stage.administrator, stage.entered_at
    content = material.read(FILE)
    with acting(actor):
        for source in content["source"]:
            cite_source(actor=actor, now=now, **source)
        for entry in content["figure"]:
            _write_figure(stage, dict(entry), actor)
        for reading in content["reading"]:
            figure = DeclaredFigure.objects.get(key=reading["figure"])
            read_figure(actor=actor, now=now, **{**reading, "figure": figure})
        measure_action(action=stage.action(*MEASURED), measures=list(Measure), actor=actor, now=now)


def _write_figure(stage: Stage, entry: dict[str, Any], actor: User) -> None:
    reading: Mapping[str, Any] | None = entry.pop("reading", None)
    figure = declare_figure(
        actor=actor,
        now=stage.entered_at,
        **{
            **entry,
            "value": Decimal(str(entry["value"])),
            "caveat": f"{entry.get('caveat', '')} {SUMMARIZED}".strip(),
            "status": FigureStatus.PUBLISHED,
            "source": stage.source(entry["source"]),
        },
    )
    if reading is not None:
        read_figure(actor=actor, now=stage.entered_at, figure=figure, **reading)


def write_register(stage: Stage) -> None:
    """Make an invented register of Lille, Nantes, Lyon and Strasbourg, in this month and the one before, and load it."""
    actor = SystemActor("demo")
    load_reference(actor=actor, now=stage.now, sirens=COMPARED)
    this_month = stage.today.replace(day=1)
    for month, establishments in (
        (_month_before(this_month), ESTABLISHMENTS),
        (this_month, ESTABLISHMENTS + GROWTH),
    ):
        with tempfile.TemporaryDirectory(prefix="essaim-demo-register-") as folder:
            generate(Path(folder), establishments=establishments, vintage=month, epci=(SIREN, *COMPARED))
            load_snapshot(folder=Path(folder), vintage=month, actor=actor, now=stage.now)


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def calibrate(stage: Stage) -> None:
    """Bring the means of brackets to a total that is as invented as the register: no real one can hold against it."""
    actor = stage.administrator
    try:
        basis = sirene.basis()
        with sirene.opened(basis) as register:
            jobs = sirene.indicators(register, basis, sirene.place_of(register, SIREN)).jobs
    except sirene.NoSnapshot:
        # A database that was copied without the files of its register: its pages say so.
        return
    if jobs is None or jobs.most is None:
        return
    total = jobs.least + round(INVENTED_POSITION * (jobs.most - jobs.least))
    with acting(actor):
        source = cite_source(
            actor=actor,
            now=stage.now,
            key="demonstration-observatoire",
            title="Total inventé pour la démonstration",
            issuer="Essaim",
            weight=SourceWeight.EDITORIAL,
        )
        figure = declare_figure(
            actor=actor,
            now=stage.now,
            key="salaries-ess-inventes",
            label="Salariés de l’ESS dans le répertoire inventé de la démonstration",
            wording=f"{total} salariés (inventés)",
            value=Decimal(total),
            unit="salariés",
            period=str(basis.headcount_year or basis.vintage.year),
            perimeter="Métropole Européenne de Lille, répertoire inventé",
            caveat="Ce total est inventé, comme le répertoire de la démonstration : il n’est là que pour essayer le calage des "
            "moyennes de tranches, et ne dit rien du territoire réel.",
            status=FigureStatus.DECLARED,
            source=source,
        )
        calibrate_means(
            basis=basis,
            place_code=SIREN,
            total=total,
            years=str(basis.headcount_year or basis.vintage.year),
            figure_key=figure.key,
            source=f"{source.title} : « {figure.wording} »",
            actor=actor,
            now=stage.now,
            reason="essayer le calage dans la démonstration",
        )
