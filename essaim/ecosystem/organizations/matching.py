"""
Which records may be one structure: keys that bring close ones together, then a score with its reasons. Pure, without a database.

Two SIREN, or two RNA numbers, that differ say that two records are two structures, whatever their names.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from django.utils.translation import gettext_noop

from essaim.foundations.primitives.texts import fold, sort_key

# From this score on, an officer is asked. Measured by bench/directory.py.
SCORE_MIN = 70
# A key that so many records share says nothing of them.
BLOCK_MAX = 60


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that say a legal form or nothing: two names differ by them without being two.
EMPTY_WORDS = _words(
    "a au aux d de des du en et l la le les pour par sur un une association asso assoc ass societe ste cooperative coop scop scic "
    "sarl sas sasu sa eurl fondation mutuelle federation fed union collectif loi 1901"
)
ARTICLES = _words("a au d de des du et l la le les")
REASONS = {
    "number": gettext_noop("same number"),
    "name": gettext_noop("same name"),
    "close_name": gettext_noop("close names"),
    "acronym": gettext_noop("acronym of one and of the other"),
    "commune": gettext_noop("same commune"),
    "address": gettext_noop("same address"),
    "website": gettext_noop("same website"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a record is compared."""

    pk: int
    name: str
    acronym: str = ""
    siren: str = ""
    rna: str = ""
    commune_code: str = ""
    address: str = ""
    website: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name that say something; all of them where none does."""
        found = _plain(self.name).split()
        return tuple(word for word in found if not _says_nothing(word)) or tuple(found)

    @property
    def short(self) -> str:
        """The acronym without points."""
        return fold(self.acronym.replace(".", "")).replace(" ", "")

    @property
    def site(self) -> str:
        """The host of the website, without www."""
        host = self.website.split("//")[-1].split("/")[0].lower()
        return host.removeprefix("www.")

    @property
    def street(self) -> str:
        """The address with its words in full, and its number."""
        words = [STREETS.get(word, word) for word in _plain(self.address).split()]
        return " ".join(word for word in words if word not in ARTICLES)


STREETS = {
    "r": "rue",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "pl": "place",
    "ch": "chemin",
}


@lru_cache(maxsize=100_000)
def _says_nothing(word: str) -> bool:
    """Tell whether a word is empty; the longest of them is mistyped often enough to be looked for."""
    return word in EMPTY_WORDS or (9 <= len(word) <= 13 and word[:2] == "as" and distance(word, "association") <= 2)


def _plain(text: str) -> str:
    return sort_key(text).split("\t")[0]


@dataclass(frozen=True, slots=True)
class Compared:
    """A profile with what is read of it once."""

    profile: Profile
    words: tuple[str, ...]
    short: str
    initials: str
    site: str
    street: str


def _read(profile: Profile) -> Compared:
    words = profile.words
    full = [word for word in _plain(profile.name).split() if word not in ARTICLES]
    return Compared(profile, words, profile.short, "".join(word[0] for word in full), profile.site, profile.street)


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two records that may be one structure: a score of 100, and why."""

    first: int
    second: int
    score: int
    reasons: tuple[str, ...]


def find_pairs(profiles: Iterable[Profile]) -> list[ScoredPair]:
    """
    Find the pairs of records that may be one structure, the surest first.

    Each record is compared only with those that share a key with it, and a key shared by many is no key: the work grows with
    the number of records, not with its square.
    """
    compared = [_read(profile) for profile in profiles]
    frequencies = Counter(word for row in compared for word in set(row.words))
    weigh = _Weights(frequencies, len(compared))
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(compared):
        for key in set(_keys(row, weigh)):
            blocks[key].append(place)
    met: set[tuple[int, int]] = set()
    found = []
    for places in blocks.values():
        if not 1 < len(places) <= BLOCK_MAX:
            continue
        for pair in combinations(places, 2):
            if pair in met:
                continue
            met.add(pair)
            scored = score(compared[pair[0]], compared[pair[1]], weigh)
            if scored is not None and scored.score >= SCORE_MIN:
                found.append(scored)
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


class _Weights:
    """How much a word says: much when few names have it."""

    def __init__(self, frequencies: Counter[str], total: int) -> None:
        self._frequencies, self._total = frequencies, max(total, 2)

    def __call__(self, word: str) -> float:
        return math.log(1 + self._total / max(self._frequencies[word], 1))

    def rarest(self, words: Sequence[str], count: int) -> list[str]:
        return sorted(set(words), key=lambda word: (self._frequencies[word], word))[:count]


def _keys(row: Compared, weigh: _Weights) -> Iterable[tuple[str, str]]:
    """List what a record is brought close to others by; typing errors spare the beginning of a word or its end."""
    place = row.profile.commune_code
    for word in set(row.words):
        yield "word", word
        yield "word here", f"{word} {place}"
    for word in weigh.rarest([word for word in row.words if len(word) > 3], 3):
        yield "begins", f"{word[:4]} {place}"
        yield "ends", f"{word[-4:]} {place}"
        yield "begins", word[:6]
    yield "name", "".join(sorted(row.words))
    yield "joined", "".join(row.words)
    for text in {row.short, row.initials, "".join(row.words) if len(row.words) == 1 else ""}:
        if len(text) > 2:
            yield "short", text
    for name, value in (("siren", row.profile.siren), ("rna", row.profile.rna), ("site", row.site)):
        if value:
            yield name, value
    if row.street:
        yield "street", f"{row.street} {place}"


def score(one: Compared, other: Compared, weigh: _Weights) -> ScoredPair | None:
    """Say how much two records look like one structure; None where their numbers say that they are two."""
    reasons: list[str] = []
    first, second = sorted((one.profile, other.profile), key=lambda profile: profile.pk)
    if _is_far(one, other):
        return None
    for number in ("siren", "rna"):
        mine, theirs = getattr(first, number), getattr(second, number)
        if mine and theirs:
            if mine != theirs:
                return None
            reasons.append("number")
    likeness = names_likeness(one.words, other.words, weigh)
    points = 62.0 * likeness
    if likeness > 0.97:
        reasons.append("name")
    elif likeness > 0.6:
        reasons.append("close_name")
    if _is_acronym_of(one, other) or _is_acronym_of(other, one) or (one.short and one.short == other.short):
        points = max(points + 12, 46)
        reasons.append("acronym")
    if first.commune_code and second.commune_code:
        if first.commune_code == second.commune_code:
            points += 16
            reasons.append("commune")
        else:
            points -= 24
    elif likeness > 0.97:
        points += 10
    if one.street and other.street and first.commune_code == second.commune_code:
        if one.street == other.street or _street_likeness(one.street, other.street) > 0.8:
            points += 26
            reasons.append("address")
        else:
            points -= 8
    if one.site and one.site == other.site:
        points += 30
        reasons.append("website")
    if "number" in reasons:
        points = 100
    return ScoredPair(first.pk, second.pk, max(0, min(100, round(points))), tuple(dict.fromkeys(reasons)))


def _is_far(one: Compared, other: Compared) -> bool:
    """Tell whether nothing but their names could bring two records together, in two communes: names never suffice then."""
    mine, theirs = one.profile, other.profile
    if not mine.commune_code or not theirs.commune_code or mine.commune_code == theirs.commune_code:
        return False
    has_number = any(getattr(mine, name) and getattr(mine, name) == getattr(theirs, name) for name in ("siren", "rna"))
    return not has_number and not (one.site and one.site == other.site)


def _is_acronym_of(one: Compared, other: Compared) -> bool:
    """Tell whether the acronym of a record, or its name of one short word, is the initials or the acronym of another."""
    texts = {one.short, one.words[0] if len(one.words) == 1 and len(one.words[0]) <= 8 else ""}
    return any(len(text) > 2 and text in {other.short, other.initials} for text in texts)


def names_likeness(one: Sequence[str], other: Sequence[str], weigh: _Weights) -> float:
    """Return the share of what two names say that both say, from 0 to 1; a word with a typing error is nearly the same."""
    if "".join(one) == "".join(other):
        return 1.0
    left = list(other)
    common = total = 0.0
    for word in one:
        best, place = 0.0, -1
        for number, candidate in enumerate(left):
            likeness = word_likeness(word, candidate)
            if likeness > best:
                best, place = likeness, number
        if best > 0:
            twin = left.pop(place)
            weight = min(weigh(word), weigh(twin)) if best < 1 else weigh(word)
            common += best * weight
            total += weight
        else:
            total += weigh(word)
    total += sum(weigh(word) for word in left)
    return common / total if total else 0.0


@lru_cache(maxsize=200_000)
def word_likeness(one: str, other: str) -> float:
    """Return 1 for one word, a little less for a typing error, 0.8 for an abbreviation, 0 for two words."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) > 2:
        return 0.8 if len(shorter) >= 4 else 0.0
    allowed = 0 if len(shorter) < 4 else 1 if len(shorter) < 8 else 2
    if len(longer) - len(shorter) > allowed or not allowed:
        return 0.0
    errors = distance(one, other)
    return 0.95 if errors == 1 else 0.88 if errors <= allowed else 0.0


def _street_likeness(one: str, other: str) -> float:
    mine, theirs = one.split(), other.split()
    numbers = ({word for word in mine if word.isdigit()}, {word for word in theirs if word.isdigit()})
    if numbers[0] and numbers[1] and not numbers[0] & numbers[1]:
        return 0.0
    same = sum(any(word_likeness(word, twin) > 0 for twin in theirs) for word in mine)
    return same / max(len(mine), len(theirs))


def distance(one: str, other: str) -> int:
    """Count the typing errors between two words: a letter more, less, another, or two neighbours exchanged (Damerau)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, opposite in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
