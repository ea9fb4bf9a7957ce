"""
The clauses a new agreement starts from, in French as acts are; the team writes them over before it is sent.

Pure: facts in, texts out. Amounts and days come from the rows, so that no figure is typed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """
    What clauses speak of, in French words; instalments: one line each.

    cer_version, cer_exemption: of the republican commitment, where one is recorded of all those who owe it.
    """

    beneficiaries: str
    object: str
    amount: str
    in_kind: str
    first_day: str
    last_day: str
    act: str
    instalments: Sequence[str]
    regime: str
    is_cer_due: bool
    cer_version: str = ""
    cer_exemption: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    """What an amendment changes, in French words; what it leaves is empty."""

    purpose: str
    amount_before: str
    amount_after: str
    last_day_before: str
    last_day_after: str
    instalments: Sequence[str]


Text = tuple[str, str]


def agreement_clauses(facts: AgreementFacts) -> list[Text]:
    """
    Write the clauses of an agreement, as (title, text) in their order.

    Source: law 2000-321 of 12 April 2000, articles 9-1 (what a subsidy is), 10 (agreement, financial report) and 10-1
    (republican commitment, associations and foundations only).
    """
    clauses: list[Text] = [
        (
            "Objet",
            (
                f"La présente convention fixe les conditions dans lesquelles une subvention est attribuée à "
                f"{facts.beneficiaries}, pour l’objet suivant, dont l’initiative lui revient : {facts.object}."
            ),
        ),
        (
            "Durée",
            f"La subvention porte sur la période du {facts.first_day} au {facts.last_day}, l’un et l’autre jour compris.",
        ),
        ("Montant", _amount(facts)),
    ]
    if facts.instalments:
        lines = "\n".join(f"– {line}" for line in facts.instalments)
        clauses.append(
            (
                "Versements",
                (
                    f"La subvention en numéraire est versée ainsi :\n{lines}\n"
                    "Chaque versement suit l’attestation du service fait. Un compte rendu en retard suspend les versements."
                ),
            )
        )
    clauses.append(
        (
            "Compte rendu",
            (
                "Le bénéficiaire remet un compte rendu financier dans les six mois qui suivent la fin de l’exercice pour "
                "lequel la subvention a été attribuée, avec ses comptes approuvés et son dernier rapport d’activité."
            ),
        )
    )
    if facts.is_cer_due:
        clauses.append(("Contrat d’engagement républicain", _commitment(facts)))
    if facts.regime:
        clauses.append(("Aides d’État", f"La subvention est attribuée au titre du régime suivant : {facts.regime}."))
    clauses.append(
        (
            "Restitution",
            "Ce qui n’a pas été employé conformément à l’objet, ou n’a pas été employé, est restitué.",
        )
    )
    clauses.append(("Modification", "Toute modification de la présente convention fait l’objet d’un avenant signé."))
    return clauses


def _commitment(facts: AgreementFacts) -> str:
    if facts.cer_exemption:
        said = f"Le bénéficiaire est réputé satisfaire au contrat d’engagement républicain ({facts.cer_exemption})."
    else:
        version = f" ({facts.cer_version})" if facts.cer_version else ""
        said = f"Le bénéficiaire a souscrit le contrat d’engagement républicain{version} et en informe ses membres."
    return (
        f"{said} En cas de manquement, la subvention est retirée au prorata de la période qui reste à courir à la date du "
        "manquement."
    )


def _amount(facts: AgreementFacts) -> str:
    text = f"La subvention s’élève à {facts.amount}"
    if facts.in_kind:
        text += f", dont {facts.in_kind} en nature, valorisés par l’acte qui l’attribue"
    return f"{text}. Elle est attribuée par l’acte suivant : {facts.act}."


def amendment_clauses(facts: AmendmentFacts) -> list[Text]:
    """Write the clauses of an amendment, as (title, text) in their order."""
    clauses: list[Text] = [("Objet de l’avenant", facts.purpose)]
    if facts.amount_after != facts.amount_before:
        clauses.append(
            ("Montant", f"Le montant de la subvention est porté de {facts.amount_before} à {facts.amount_after}.")
        )
    if facts.last_day_after != facts.last_day_before:
        clauses.append(
            (
                "Durée",
                f"La période de la subvention, qui finissait le {facts.last_day_before}, finit le {facts.last_day_after}.",
            )
        )
    if facts.instalments:
        lines = "\n".join(f"– {line}" for line in facts.instalments)
        clauses.append(("Versements", f"La subvention en numéraire est désormais versée ainsi :\n{lines}"))
    clauses.append(("Autres clauses", "Les autres clauses de la convention demeurent inchangées."))
    return clauses
