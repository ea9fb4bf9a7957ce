"""Smallest valid readings of published figures."""

from __future__ import annotations

from decimal import Decimal

import factory

from essaim.insight.observatory.models import ActionMeasure, ReferenceFigure
from essaim.insight.observatory.states import Base, Field, Measure, Method
from essaim.steering.action_plan.models import DeclaredFigure
from essaim.steering.action_plan.states import FigureStatus
from essaim.steering.action_plan.tests.factories import ActionFactory, SourceFactory


class DeclaredFigureFactory(factory.django.DjangoModelFactory):
    """A number of employees that a source publishes."""

    class Meta:
        model = DeclaredFigure

    key = factory.Sequence(lambda number: f"chiffre-{number}")
    label = "Salariés de l’ESS (fictif)"
    wording = "52 000 salariés"
    value = Decimal(52000)
    unit = "salariés"
    period = "2012"
    perimeter = "Métropole"
    status = FigureStatus.PUBLISHED
    source = factory.SubFactory(SourceFactory)


class ReferenceFigureFactory(factory.django.DjangoModelFactory):
    """The reading of a number of employees, counted in a way that is said."""

    class Meta:
        model = ReferenceFigure

    figure = factory.SubFactory(DeclaredFigureFactory)
    measure = Measure.JOBS
    place_code = "200093201"
    place_name = "Métropole Européenne de Lille"
    year = 2012
    method = Method.CLAP
    field = Field.FOUR_FAMILIES
    base = Base.NONE


class ActionMeasureFactory(factory.django.DjangoModelFactory):
    """An action followed by its number of employees."""

    class Meta:
        model = ActionMeasure

    action = factory.SubFactory(ActionFactory)
    measure = Measure.JOBS
