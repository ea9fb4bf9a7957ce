"""
Files of subsidies as authorities really publish them: which column is which, and what each row says. Pure.

The schema is "subventions" of the SCDL, 1.0 to 2.1.1 (arrêté of 17 November 2017); few files keep its headings. The other
headings taken here were met in files, and come from three public lists: the 141 headings of
dataforgoodfr/13_eclaireur_public, the mapper of betagouv/api-subventions-asso (scdl.mapper.ts) and, for the readable names
of versions 1.0 and 1.1, schema.data.gouv.fr/scdl/subventions/1.1.0. Case, accents, spaces, stars and underscores do not
matter. Headings of what was paid ("total des mandats émis") are not taken for what was granted.

What is written in another way than the schema asks is read where it can mean one thing only, and said (Note); where it may
mean two, or nothing, the row is refused, and it is said why and in which column (Flaw).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from essaim.delivery.funding.states import FlawCode, NoteCode
from essaim.foundations.primitives.identifiers import is_rna, is_siren, is_siret
from essaim.foundations.primitives.money import AmountUnreadable, parse_euros
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.sheets import Line, MissingColumns, Sheet

# By column, the most telling heading first: a file may have both "dateConvention" and "exercice".
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "nomAttribuant": (
        "nomAttribuant",
        "Nom de l'attribuant",
        "Nom de l'attributaire",
        "Nom collectivité",
        "coll_nom",
        "cscollnom",
        "Autorité administrative",
    ),
    "idAttribuant": (
        "idAttribuant",
        "Identification de l'attribuant",
        "Identification de l'attribuant (SIRET)",
        "Identification SIRET de l'attribuant",
        "Identification de l'attributaire",
        "Identification de l'attributaire (SIRET)",
        "Identifiant attribuant",
        "attribuant_id",
        "coll_siret",
        "SIRET autorité administrative",
        "idattribuant_0",
    ),
    "dateConvention": (
        "dateConvention",
        "Date de la convention",
        "Date de la convention de subvention",
        "Date de la convention de subvention (AAAA-MM-JJ)",
        "Date de signature de la convention",
        "Date de convention",
        "dateconvention_0",
        "la_date_conv",
        "Date de décision",
        "dateDecision",
        "Date de délibération",
        "datevote",
        "acte_date",
        "Année de la convention",
        "anneeConvention",
        "anneeDecision",
        "Année de la demande",
        "Année budgétaire",
        "exercice",
        "annee_subv",
        "année",
    ),
    "referenceDecision": (
        "referenceDecision",
        "Référence de la décision",
        "Référence délibération",
        "referenceconvention_0",
        "decision_ref",
        "acte_ref",
        "reference administrative (demande)",
        "numero_complet_engagement",
        "identifiant_unique",
    ),
    "nomBeneficiaire": (
        "nomBeneficiaire",
        "Nom du bénéficiaire",
        "nombeneficiere",
        "nombenecifiaire",
        "nonbeneficiaire",
        "nombeneficiaire_0",
        "Désignation du bénéficiaire",
        "beneficiaire_nom",
        "Bénéficiaire",
        "Bénéficiaires",
        "attrib_nom",
        "Nom attributaire",
        "Libellé bénéficiaire",
        "Libellé tiers",
        "libelle_complet_tiers",
        "liborgabenef",
        "nom_structure",
        "tiers_beneficiaire",
        "tiers",
    ),
    "idBeneficiaire": (
        "idBeneficiaire",
        "idBeneficiare",
        "idbeneficiaire_0",
        "Id du bénéficiaire",
        "Identification du bénéficiaire",
        "Identification du bénéficiaire (SIRET)",
        "Identification SIRET du bénéficiaire",
        "beneficiaire_code",
        "beneficiaires_id",
        "attrib_siret",
        "N° SIRET attributaire",
        "SIRET bénéficiaire",
        "SIRET du bénéficiaire",
        "code_siren_siret",
        # Alone, a SIRET is that of the beneficiary: a file of one authority has no reason to repeat its own.
        "N° SIRET",
        "Numéro SIRET",
        "SIRET",
        "SIRET 1",
        "SIREN bénéficiaire",
        "SIREN",
    ),
    "rnaBeneficiaire": ("rnaBeneficiaire", "RNA du bénéficiaire", "RNA", "Numéro RNA", "N° RNA"),
    "objet": (
        "objet",
        "object",
        "Objet de la subvention",
        "Objet de la convention",
        "Objet convention",
        "Objet de l'aide",
        "Objet du dossier",
    ),
    "montant": (
        "montant",
        "Montant total de la subvention",
        "Montant de la subvention",
        "Montant voté",
        "Montant décidé ligne",
        "mtsubv",
        "la_somme_e_mtdel",
        "Subvention allouée",
        "Subvention totale",
        "Subvention",
    ),
    "nature": (
        "nature",
        "Nature de la subvention",
        "Nature de l'aide",
        "Nature subvention",
        "Type d'avantage",
    ),
    "notificationUE": (
        "notificationUE",
        "notificationue_0",
        "Notification UE",
        "Notification à l'Union Européenne",
        "Aide notifiée à l'Europe",
        "Aide d'Etat notifiée à la Commission européenne",
        (
            "Aide d'Etat notifiée à la Commission européenne, conformément aux dispositions du règlement (UE) n° 1407/2013 de la "
            "Commission du 18 décembre 2013"
        ),
    ),
    "pourcentageSubvention": (
        "pourcentageSubvention",
        "pourentagesubvention",
        "Pourcentage subvention",
        "% du mt de la subvention attribuée au bénéficiaire",
        "Pourcentage du montant de la subvention attribuée au bénéficiaire",
        "Pourcentage du montant de la subvention attribué au bénéficiaire",
        "Pourcentage du montant total de la subvention attribuée au bénéficiaire",
    ),
}
IDENTITY = ("idBeneficiaire", "rnaBeneficiaire")
YES = frozenset({"oui", "o", "true", "vrai", "1", "yes", "y"})
NO = frozenset({"non", "n", "false", "faux", "0", "no"})
FIRST_YEAR, LAST_YEAR = 1990, 2100
# The most a row can be of, in euros: beyond, two columns were taken for one.
EUROS_MAX = 10_000_000_000
SHARE_WORDS = re.compile(r"[%\s\u00a0\u202f]")
SPACES = re.compile(r"[\s\u00a0\u202f.'’-]")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a row is refused: in which column, as the schema names it, which problem, what is written there."""

    column: str
    code: FlawCode
    written: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What was read in another way than it is written: in which column, how, what is written there."""

    column: str
    code: NoteCode
    written: str = ""


@dataclass(frozen=True, slots=True)
class AidRead:
    """What a row says, as far as it could be read; cents: the part of this beneficiary."""

    line_number: int
    giver: str
    giver_siret: str
    beneficiary: str
    siren: str
    siret: str
    rna: str
    object: str
    reference: str
    cents: int
    granted_on: date | None
    is_de_minimis: bool
    flaws: tuple[Flaw, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave, where the file does not say."""

    name: str = ""
    siret: str = ""


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """
    Tell where each column of the schema is; others are left aside.

    :raises MissingColumns: if nothing tells the structure, the amount or the day
    """
    there: dict[str, int] = {}
    for place, heading in enumerate(header):
        there.setdefault(_key(heading), place)
    found = {
        name: there[key]
        for name, headings in HEADINGS.items()
        if (key := next((key for key in map(_key, headings) if key in there), None)) is not None
    }
    missing = [name for name in ("montant", "dateConvention") if name not in found]
    if not any(name in found for name in IDENTITY):
        missing.insert(0, " / ".join(IDENTITY))
    if missing:
        raise MissingColumns(missing)
    return found


def _key(heading: str) -> str:
    """Return what all writings of a heading share: letters and digits alone, without case nor accents."""
    return re.sub(r"[^0-9a-z]", "", fold(heading))


def read_rows(sheet: Sheet, giver: Giver) -> list[AidRead]:
    """
    Say what each row of a file is about.

    :raises MissingColumns: if nothing tells the structure, the amount or the day
    """
    where = columns_of(sheet.header)
    return [_Reading(line, where).read(giver) for line in sheet.lines]


class _Reading:
    """Reads one row; what is wrong or was mended is gathered on the way."""

    def __init__(self, line: Line, where: Mapping[str, int]) -> None:
        self.number = line.number
        self.cells = {name: line.cells[place] for name, place in where.items()}
        self.flaws: list[Flaw] = []
        self.notes: list[Note] = []

    def refuse(self, column: str, code: FlawCode) -> None:
        self.flaws.append(Flaw(column, code, self.cells.get(column, "")[:80]))

    def note(self, column: str, code: NoteCode) -> None:
        self.notes.append(Note(column, code, self.cells.get(column, "")[:80]))

    def read(self, giver: Giver) -> AidRead:
        siren, siret, rna = self.identity()
        name, giver_siret = self.giver(giver)
        return AidRead(
            line_number=self.number,
            giver=name,
            giver_siret=giver_siret,
            beneficiary=self.cells.get("nomBeneficiaire", "")[:200],
            siren=siren,
            siret=siret,
            rna=rna,
            object=self.cells.get("objet", "")[:256],
            reference=self.cells.get("referenceDecision", "")[:100],
            cents=self.cents(),
            granted_on=self.day(),
            is_de_minimis=self.is_de_minimis(),
            flaws=tuple(self.flaws),
            notes=tuple(self.notes),
        )

    def giver(self, giver: Giver) -> tuple[str, str]:
        name = self.cells.get("nomAttribuant", "")[:200]
        if not name:
            # Its own SIRET would say another giver than the name.
            if not giver.name:
                self.refuse("nomAttribuant", FlawCode.GIVER)
            return giver.name, giver.siret
        found = digits(self.cells.get("idAttribuant", ""))
        return name, found if is_siret(found) else ""

    def identity(self) -> tuple[str, str, str]:
        """Read SIREN, SIRET and RNA number; one that cannot be read is left aside when the other is good."""
        found = _identity(self.cells.get("idBeneficiaire", ""))
        rna = SPACES.sub("", self.cells.get("rnaBeneficiaire", "")).upper()
        rna_is_good = is_rna(rna)
        if found.rna and not rna:
            self.note("idBeneficiaire", NoteCode.RNA_THERE)
            rna, rna_is_good = found.rna, True
        if found.flaw is not None:
            if rna_is_good:
                self.note("idBeneficiaire", NoteCode.LEFT_ASIDE)
            else:
                self.refuse("idBeneficiaire", found.flaw)
        elif found.note is not None:
            self.note("idBeneficiaire", found.note)
        if rna and not rna_is_good:
            if found.siren:
                self.note("rnaBeneficiaire", NoteCode.LEFT_ASIDE)
            else:
                self.refuse("rnaBeneficiaire", FlawCode.RNA)
        if not self.flaws and not found.siren and not rna_is_good:
            self.refuse("idBeneficiaire", FlawCode.NO_IDENTITY)
        return found.siren, found.siret, rna if rna_is_good else ""

    def cents(self) -> int:
        euros = self.amount()
        share = self.share()
        if euros is None or share is None:
            return 0
        cents = int((euros * share * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        if cents == 0:
            # Positive, and less than half a cent.
            self.refuse("montant", FlawCode.NOT_POSITIVE)
        return cents

    def amount(self) -> Decimal | None:
        text = self.cells["montant"]
        if not text:
            self.refuse("montant", FlawCode.MISSING)
            return None
        try:
            euros, is_mended = _euros(text)
        except _TwoMeanings:
            self.refuse("montant", FlawCode.TWO_MEANINGS)
            return None
        except AmountUnreadable:
            self.refuse("montant", FlawCode.AMOUNT)
            return None
        if not 0 < euros <= EUROS_MAX:
            self.refuse("montant", FlawCode.NOT_POSITIVE if euros <= 0 else FlawCode.AMOUNT)
            return None
        if is_mended:
            self.note("montant", NoteCode.WRITTEN_OTHERWISE)
        return euros

    def share(self) -> Decimal | None:
        text = self.cells.get("pourcentageSubvention", "")
        if not text:
            return Decimal(1)
        try:
            share = Decimal(SHARE_WORDS.sub("", text).replace(",", "."))
        except InvalidOperation:
            share = Decimal("NaN")
        if not share.is_finite():
            self.refuse("pourcentageSubvention", FlawCode.SHARE)
            return None
        if "%" in text or 1 < share <= 100:
            share /= 100
            self.note("pourcentageSubvention", NoteCode.WRITTEN_OTHERWISE)
        if not 0 < share <= 1:
            self.refuse("pourcentageSubvention", FlawCode.SHARE)
            return None
        if share < 1:
            self.note("pourcentageSubvention", NoteCode.PART_OF_AMOUNT)
        return share

    def day(self) -> date | None:
        text = self.cells["dateConvention"]
        if not text:
            self.refuse("dateConvention", FlawCode.MISSING)
            return None
        found, code = _day(text)
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.refuse("dateConvention", FlawCode.DAY)
            return None
        if code is not None:
            self.note("dateConvention", code)
        return found

    def is_de_minimis(self) -> bool:
        text = fold(self.cells.get("notificationUE", ""))
        if text in YES:
            return True
        if not text:
            self.note("notificationUE", NoteCode.NO_REGIME)
        elif text not in NO:
            # Left out of a ceiling, an aid would be counted nowhere: nobody guesses.
            self.refuse("notificationUE", FlawCode.YES_OR_NO)
        return False


@dataclass(frozen=True, slots=True)
class _Identity:
    siren: str = ""
    siret: str = ""
    rna: str = ""
    flaw: FlawCode | None = None
    note: NoteCode | None = None


def digits(text: str) -> str:
    """Return a number without what separates its groups, nor the ".0" of a spreadsheet."""
    return SPACES.sub("", re.sub(r"[.,]0+$", "", text.strip())).upper()


def _identity(text: str) -> _Identity:
    if not text.strip():
        return _Identity()
    if re.fullmatch(r"\d([.,]\d+)?E\+?\d+", text.strip().upper()):
        # The last digits are lost: a spreadsheet took it for a quantity.
        return _Identity(flaw=FlawCode.ROUNDED)
    found = digits(text)
    if is_rna(found):
        return _Identity(rna=found)
    note = NoteCode.WRITTEN_OTHERWISE if found != text else None
    if found.isdigit() and len(found) in {8, 13}:
        # A spreadsheet took the first zero away.
        found, note = f"0{found}", NoteCode.ZERO_LOST
    if is_siret(found):
        return _Identity(siren=found[:9], siret=found, note=note)
    if is_siren(found):
        return _Identity(siren=found, note=note or NoteCode.SIREN_ALONE)
    return _Identity(flaw=FlawCode.SIRET)


class _TwoMeanings(ValueError):
    pass


def _euros(text: str) -> tuple[Decimal, bool]:
    """
    Read an amount; tell whether it is written in another way than the schema asks.

    :raises AmountUnreadable: if it is none
    :raises _TwoMeanings: for 33.000, which is thirty-three for the schema, and thirty-three thousand for many
    """
    # Without what parse_euros takes away, so that no space nor sign hides what is written.
    compact = re.sub(r"[\s€']", "", text)
    if re.fullmatch(r"-?\d{1,3}[.,]\d{3}", compact):
        raise _TwoMeanings(text)
    if re.fullmatch(r"-?\d+([.,]\d+)?", compact):
        plain = compact.replace(",", ".")
        return Decimal(plain), plain != text
    return Decimal(parse_euros(text)) / 100, True


def _day(text: str) -> tuple[date | None, NoteCode | None]:
    """Read a day; of a month or a year alone, the last day, so that it counts as long as it may."""
    text = re.sub(r"[T ]\d{2}:\d{2}.*$", "", text.strip())
    try:
        if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
            return date(*map(int, found.groups())), None
        if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})", text):
            return date(*(int(part) for part in found.groups() if part)), NoteCode.WRITTEN_OTHERWISE
        if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
            day, month, year = map(int, found.groups())
            return date(year, month, day), NoteCode.WRITTEN_OTHERWISE
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})|(\d{1,2})/(\d{4})", text):
            first, second, third, fourth = found.groups()
            year, month = (int(first), int(second)) if first else (int(fourth), int(third))
            return date(year, month, calendar.monthrange(year, month)[1]), NoteCode.MONTH_ALONE
        if re.fullmatch(r"\d{4}", text):
            return date(int(text), 12, 31), NoteCode.YEAR_ALONE
    except (ValueError, calendar.IllegalMonthError):
        return None, None
    return None, None
