"""The real policy is there, word for word, each piece with its source."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from essaim.steering.action_plan.models import Act, Action, Axis, DeclaredFigure, Lineage, Plan, PlanItem, Source
from essaim.steering.action_plan.queries import actions_without_fate
from essaim.steering.action_plan.states import Certainty, PlanState, SourceWeight

pytestmark = pytest.mark.usefixtures("demo")
REAL = ("2011-2014", "2015-2020", "2022-2026")

AXES_2011 = [
    "Le développement d’un véritable modèle économique, créateurs d’emplois de qualité",
    "L’essaimage, la pollinisation des valeurs de l’ESS pour une économie métropolitaine plus solidaire",
    "La transversalité à la fois entre les services de la MEL et avec les communes",
]
AXES_2015 = [
    (
        "l'accompagnement et le financement de la création d’activités de l’ESS, de son développement et de sa mise en "
        "réseau"
    ),
    "l'animation territoriale",
    "la recherche/ développement et l'innovation",
    "la sensibilisation, la formation et la promotion",
    "l'emploi et les ressources humaines",
]
AXES_2015_AT_THE_ASSISES = [
    "Accompagnement et financement",
    "Animation territoriale",
    "Recherche, développement et innovation",
    "Sensibilisation, formation et promotion",
    "Emplois et ressources humaines",
]
AXES_2022 = [
    "Conforter le déploiement territorial de l'ESS et élargir son champ d'intervention",
    "Développer la présence de l'ESS dans l'espace économique de la métropole",
    "Piloter, explorer",
]
ACTIONS_2022 = [
    (
        1,
        (
            "Renouveler les rencontres territoriales afin d’améliorer la détection des porteurs de projets sur l’ensemble "
            "de la métropole."
        ),
    ),
    (
        1,
        (
            "Refonder l’appel à projet Entreprendre autrement en l’ouvrant à de nouvelles formes de créations d’activité "
            "et en renforçant le lien avec les communes"
        ),
    ),
    (1, "Renforcer l’entrepreneuriat ESS dans le développement des filières d’excellence."),
    (
        1,
        "Mettre en place une communauté métropolitaine des porteurs de projets et des entrepreneurs de l’ESS.",
    ),
    (1, "Soutenir le projet de monnaie inter-entreprises"),
    (1, "Intégrer une dimension ESS dans la mise en œuvre de politiques métropolitaines."),
    (2, "Expérimenter des implantations temporaires intégrant une dimension ESS"),
    (
        2,
        (
            "Faciliter les réponses immobilières vers les porteurs de projet ESS : au moment de la détection, dans le "
            "cadre de la stratégie d’accueil des entreprises, vers les tiers-lieux et les ruches d’entreprises …"
        ),
    ),
    (
        2,
        (
            "Soutenir le rayonnement métropolitain du Bazaar-Saint-So, comme lieu d’accueil et de démonstration autour de "
            "l’ESS, en lien étroit avec la Ville de Lille et les acteurs à l’origine du projet."
        ),
    ),
    (2, "Réaliser une communication « grand public » sur l’ESS."),
    (
        2,
        "Mettre en place une communication itinérante pour découvrir et révéler les lieux d’activités de l’ESS.",
    ),
    (
        3,
        "Refonder le comité métropolitain de l’ESS en encourageant le travail de co-production de ses membres.",
    ),
    (
        3,
        (
            "Mettre en place des actions partagées avec les communes : pour améliorer la détection de porteurs de projet, "
            "valoriser des entreprises et des espaces d’activités, co-organiser des événements de sensibilisation par "
            "exemple."
        ),
    ),
    (3, "Mesurer la progression de l’ESS dans nos territoires."),
    (
        3,
        (
            "Explorer de nouveaux champs de l’ESS comme la notion des communs, du développement des coopératives de "
            "l’activité et l’emploi."
        ),
    ),
]


def test_three_plans_are_public_and_their_states_are_those_of_today() -> None:
    assert dict(Plan.objects.public().values_list("slug", "state")) == {
        "2011-2014": PlanState.CLOSED,
        "2015-2020": PlanState.CLOSED,
        "2022-2026": PlanState.IN_FORCE,
    }


@pytest.mark.parametrize(("slug", "titles"), [*zip(REAL, (AXES_2011, AXES_2015, AXES_2022), strict=True)])
def test_axes_are_word_for_word(slug: str, titles: list[str]) -> None:
    assert list(Axis.objects.filter(plan__slug=slug).order_by("number").values_list("title", flat=True)) == titles


def test_both_titles_of_the_axes_of_2015_are_kept() -> None:
    wordings = (
        Axis.objects.filter(plan__slug="2015-2020").order_by("number").values_list("statements__wording", flat=True)
    )

    assert list(wordings) == AXES_2015_AT_THE_ASSISES


def test_political_wording_of_2011_says_where_the_pairing_is_to_be_confirmed() -> None:
    notes = Axis.objects.filter(plan__slug="2011-2014").order_by("number").values_list("statements__note", flat=True)

    assert ["à confirmer" in note for note in notes] == [True, True, False]


def test_fifteen_actions_are_word_for_word() -> None:
    found = Action.objects.filter(plan__slug="2022-2026").order_by("number")

    assert list(found.values_list("number", "axis__number", "title")) == [
        (number, axis, title) for number, (axis, title) in enumerate(ACTIONS_2022, start=1)
    ]


def test_action_five_has_its_description_apart() -> None:
    assert Action.objects.get(plan__slug="2022-2026", number=5).description == (
        "La MEL s’appuiera sur le projet porté par l’association Monnaie Locale en Métropole Lilloise et sur la "
        "mobilisation des entreprises volontaires."
    )


def test_items_of_each_plan_are_all_there() -> None:
    codes = {slug: set(PlanItem.objects.filter(plan__slug=slug).values_list("code", flat=True)) for slug in REAL}

    assert codes["2011-2014"] == {f"1.{number}" for number in range(1, 17)}
    assert {"P1", "P2", "P3", "V1", "V2", "V3", "V4", "V5"} < codes["2015-2020"]
    assert codes["2022-2026"] == set()


def test_acts_have_their_dates_as_exactly_as_they_are_known() -> None:
    known = {
        act.key: (act.voted_on, act.voted_precision, act.certified_on)
        for act in Act.objects.exclude(key__startswith="exercice")
    }

    assert known == {
        "2002-premiere-deliberation": (date(2002, 1, 1), "year", None),
        "2006-deuxieme-deliberation": (date(2006, 4, 1), "month", None),
        "2009-premier-pmde": (date(2009, 1, 1), "year", None),
        "2011-deliberation-cadre": (date(2011, 1, 1), "month", None),
        "2015-reconduction-appel": (date(2015, 4, 1), "month", None),
        "2015-deliberation-cadre": (None, "unknown", date(2015, 10, 23)),
        "2017-tiers-lieux": (date(2017, 1, 1), "year", None),
        "2021-tiers-lieux": (date(2021, 1, 1), "year", None),
        "2022-feuille-de-route": (date(2022, 2, 25), "day", None),
    }
    assert Act.objects.get(key="2015-deliberation-cadre").vote == "Adopté à l'unanimité"


def test_disagreements_are_stated_on_both_sides() -> None:
    plan = Plan.objects.get(slug="2022-2026")
    wordings = " ".join(plan.statements.filter(topic="Période").values_list("wording", flat=True))

    assert "2022-2026" in wordings
    assert "2021-2026" in wordings


@pytest.mark.parametrize(
    ("key", "wording", "value"),
    [
        ("emplois-directs-2012", "création/consolidation de 342 emplois en aide directe", 342),
        ("emplois-indirects-2012", "1955 emploi de aide indirecte", 1955),
        ("emplois-2011-2014", "1 000 emplois ont été créés ou maintenus sur les 3 dernières années", 1000),
        ("salaries-ess-2012", "environ 52 000 salariés", 52_000),
        ("part-ess-2012", "près de 11 % des emplois", 11),
        ("budget-2011-2014", "un budget de 700 000 euros annuels", 700_000),
        ("entreprises-primees-2011-2014", "une cinquantaine ont été primées", 50),
    ],
)
def test_declared_figures_say_it_as_their_source(key: str, wording: str, value: int) -> None:
    figure = DeclaredFigure.objects.get(key=key)

    assert (figure.wording, figure.value) == (wording, value)
    assert figure.caveat
    assert figure.period
    assert figure.perimeter


def test_everything_that_has_a_source_names_a_real_one_but_what_is_for_practice() -> None:
    """No title, item, figure or act of the policy comes from the fiction, nor from nowhere."""
    practice = Source.objects.get(key="exercice")
    for model in apps.get_app_config("action_plan").get_models():
        if hasattr(model, "pgh_tracked_model") or "source" not in {field.name for field in model._meta.fields}:
            continue
        for row in model._default_manager.order_by("pk").select_related("source"):
            is_practice = "exercice" in (getattr(row, "slug", ""), str(getattr(row, "key", ""))[:8])
            plan = getattr(row, "plan", None)
            if is_practice or (plan is not None and plan.slug == "exercice"):
                assert row.source == practice, row
            else:
                assert row.source != practice, row


def test_only_notes_and_links_are_of_our_own_writing() -> None:
    ours = Source.objects.get(weight=SourceWeight.EDITORIAL, key="essaim")

    assert not Action.objects.filter(source=ours).exists()
    assert not Axis.objects.filter(source=ours).exists()
    assert not PlanItem.objects.filter(source=ours).exists()
    assert not DeclaredFigure.objects.filter(source=ours).exists()
    assert not Act.objects.filter(source=ours).exists()


def test_lineage_reaches_from_2011_to_2026() -> None:
    links = {}
    for link in Lineage.objects.order_by("pk"):
        if link.origin is not None and link.target is not None:
            links.setdefault((link.origin._meta.model_name, link.origin.pk), []).append(link.target)
    reached, queue = (
        set(),
        [*PlanItem.objects.filter(plan__slug="2011-2014"), *Axis.objects.filter(plan__slug="2011-2014")],
    )
    while queue:
        end = queue.pop()
        reached.add((end.plan.slug, str(end)))
        queue.extend(links.get((end._meta.model_name, end.pk), []))

    actions = {label.partition(".")[0] for slug, label in reached if slug == "2022-2026"}
    assert {"1", "2", "10", "12", "13"} <= actions


def test_each_action_of_the_roadmap_says_where_it_comes_from_and_only_an_act_confirms() -> None:
    origins = Lineage.objects.filter(to_action__plan__slug="2022-2026")

    assert set(origins.values_list("to_action__number", flat=True)) == set(range(1, 16))
    assert set(origins.values_list("certainty", flat=True)) == {Certainty.TO_CONFIRM}
    confirmed = Lineage.objects.filter(certainty=Certainty.CONFIRMED)
    assert {link.source.weight for link in confirmed} == {SourceWeight.LEGAL_ACT}


def test_no_action_of_a_closed_plan_is_without_fate() -> None:
    for slug in REAL[:2]:
        assert not actions_without_fate(Plan.objects.get(slug=slug)).exists()
