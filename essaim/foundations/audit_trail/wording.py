"""Words for what was done: the past participle that ends a verb, as a reader sees it."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import pgettext, pgettext_lazy

DONE = {
    "abandoned": pgettext_lazy("operation", "abandoned"),
    "absorbed": pgettext_lazy("operation", "completed by a merger"),
    "accepted": pgettext_lazy("operation", "accepted"),
    "added": pgettext_lazy("operation", "added"),
    "address_erased": pgettext_lazy("operation", "address erased"),
    "address_set": pgettext_lazy("operation", "address set"),
    "adopted": pgettext_lazy("operation", "adopted"),
    "agreed": pgettext_lazy("operation", "elimination agreed to"),
    "annexed": pgettext_lazy("operation", "annexed"),
    "answered": pgettext_lazy("operation", "answered"),
    "appealed": pgettext_lazy("operation", "a second reading was asked"),
    "applied": pgettext_lazy("operation", "applied"),
    "approved": pgettext_lazy("operation", "approved"),
    "asked": pgettext_lazy("operation", "asked"),
    "assembled": pgettext_lazy("operation", "assembled"),
    "assigned": pgettext_lazy("operation", "assigned"),
    "attached": pgettext_lazy("operation", "attached"),
    "blocked": pgettext_lazy("operation", "blocked"),
    "cancelled": pgettext_lazy("operation", "cancelled"),
    "carried": pgettext_lazy("operation", "carried to another session"),
    "cast": pgettext_lazy("operation", "cast"),
    "certified": pgettext_lazy("operation", "certified enforceable"),
    "changed": pgettext_lazy("operation", "changed"),
    "changed_in_bulk": pgettext_lazy("operation", "changed in bulk"),
    "circulated": pgettext_lazy("operation", "circulated"),
    "cited": pgettext_lazy("operation", "cited"),
    "closed": pgettext_lazy("operation", "closed"),
    "communes_set": pgettext_lazy("operation", "communes set"),
    "compared": pgettext_lazy("operation", "compared"),
    "complete": pgettext_lazy("operation", "found complete"),
    "completed": pgettext_lazy("operation", "completed"),
    "confirmed": pgettext_lazy("operation", "confirmed"),
    "convened": pgettext_lazy("operation", "convened"),
    "corrected": pgettext_lazy("operation", "corrected"),
    "created": pgettext_lazy("operation", "created"),
    "deactivated": pgettext_lazy("operation", "deactivated"),
    "decided": pgettext_lazy("operation", "decided"),
    "declared": pgettext_lazy("operation", "declared"),
    "deferred": pgettext_lazy("operation", "deferred"),
    "deposited": pgettext_lazy("operation", "deposited"),
    "detached": pgettext_lazy("operation", "detached"),
    "done": pgettext_lazy("operation", "done"),
    "drafted": pgettext_lazy("operation", "started as a draft"),
    "dropped": pgettext_lazy("operation", "dropped"),
    "duplicated": pgettext_lazy("operation", "duplicated"),
    "ended": pgettext_lazy("operation", "ended"),
    "erased": pgettext_lazy("operation", "erased"),
    "exported": pgettext_lazy("operation", "exported"),
    "filed": pgettext_lazy("operation", "filed"),
    "files_taken": pgettext_lazy("operation", "its files taken"),
    "finished": pgettext_lazy("operation", "finished"),
    "followed": pgettext_lazy("operation", "followed"),
    "followed_up": pgettext_lazy("operation", "followed up"),
    "forgotten": pgettext_lazy("operation", "emptied of what it said"),
    "found": pgettext_lazy("operation", "found"),
    "frozen": pgettext_lazy("operation", "frozen"),
    "given": pgettext_lazy("operation", "given"),
    "given_back": pgettext_lazy("operation", "given back"),
    "granted": pgettext_lazy("operation", "granted"),
    "grouped": pgettext_lazy("operation", "grouped"),
    "handed_over": pgettext_lazy("operation", "handed over"),
    "held": pgettext_lazy("operation", "held"),
    "hidden": pgettext_lazy("operation", "hidden"),
    "import_removed": pgettext_lazy("operation", "import removed"),
    "import_restored": pgettext_lazy("operation", "import shown again"),
    "import_undone": pgettext_lazy("operation", "import undone"),
    "import_withdrawn": pgettext_lazy("operation", "import withdrawn"),
    "imported": pgettext_lazy("operation", "imported"),
    "inadmissible": pgettext_lazy("operation", "found inadmissible"),
    "incomplete": pgettext_lazy("operation", "found incomplete"),
    "invited": pgettext_lazy("operation", "invited"),
    "joined": pgettext_lazy("operation", "joined"),
    "lapsed": pgettext_lazy("operation", "lapsed"),
    "linked": pgettext_lazy("operation", "linked"),
    "loaded": pgettext_lazy("operation", "loaded"),
    "made_direct": pgettext_lazy("operation", "made direct"),
    "marked": pgettext_lazy("operation", "marked"),
    "merged": pgettext_lazy("operation", "merged into another"),
    "messages_closed": pgettext_lazy("operation", "closed to messages"),
    "moved": pgettext_lazy("operation", "moved"),
    "moved_to_edition": pgettext_lazy("operation", "moved to another edition"),
    "named": pgettext_lazy("operation", "named"),
    "no_longer_seen_as": pgettext_lazy("operation", "no longer seen as"),
    "noted": pgettext_lazy("operation", "noted"),
    "notified": pgettext_lazy("operation", "its letters sent"),
    "offered": pgettext_lazy("operation", "offered"),
    "opened": pgettext_lazy("operation", "opened"),
    "overridden": pgettext_lazy("operation", "overridden"),
    "placed": pgettext_lazy("operation", "put on an agenda"),
    "planned": pgettext_lazy("operation", "planned"),
    "planned_again": pgettext_lazy("operation", "convened a second time"),
    "prepared": pgettext_lazy("operation", "prepared"),
    "presented": pgettext_lazy("operation", "presented"),
    "proposed": pgettext_lazy("operation", "proposed"),
    "proved": pgettext_lazy("operation", "proved"),
    "published": pgettext_lazy("operation", "published"),
    "put_back": pgettext_lazy("operation", "put back"),
    "ratings_asked": pgettext_lazy("operation", "appreciations asked"),
    "reached": pgettext_lazy("operation", "reached"),
    "reactivated": pgettext_lazy("operation", "reactivated"),
    "ready": pgettext_lazy("operation", "found ready"),
    "received": pgettext_lazy("operation", "received"),
    "recorded": pgettext_lazy("operation", "recorded"),
    "refused": pgettext_lazy("operation", "refused"),
    "registered": pgettext_lazy("operation", "registered"),
    "relayed": pgettext_lazy("operation", "relayed"),
    "removed": pgettext_lazy("operation", "removed"),
    "renamed": pgettext_lazy("operation", "renamed"),
    "reopened": pgettext_lazy("operation", "reopened"),
    "repealed": pgettext_lazy("operation", "repealed"),
    "put_in_force": pgettext_lazy("operation", "put in force"),
    "replaced": pgettext_lazy("operation", "replaced"),
    "reset": pgettext_lazy("operation", "reset"),
    "restored": pgettext_lazy("operation", "restored"),
    "retained": pgettext_lazy("operation", "kept"),
    "revoked": pgettext_lazy("operation", "revoked"),
    "saved": pgettext_lazy("operation", "saved"),
    "scored": pgettext_lazy("operation", "likeness measured again"),
    "seen_as": pgettext_lazy("operation", "seen as, by support"),
    "sent": pgettext_lazy("operation", "sent"),
    "separated": pgettext_lazy("operation", "taken out of a merger"),
    "set": pgettext_lazy("operation", "set"),
    "set_aside": pgettext_lazy("operation", "set aside"),
    "settled": pgettext_lazy("operation", "answered in full"),
    "shown": pgettext_lazy("operation", "shown"),
    "signed": pgettext_lazy("operation", "signed"),
    "sorted": pgettext_lazy("operation", "sorted"),
    "started": pgettext_lazy("operation", "started"),
    "stated": pgettext_lazy("operation", "stated"),
    "stopped": pgettext_lazy("operation", "stopped"),
    "structure_named": pgettext_lazy("operation", "tied to the record of its structure"),
    "taken": pgettext_lazy("operation", "taken"),
    "taken_back": pgettext_lazy("operation", "taken back"),
    "tied": pgettext_lazy("operation", "tied"),
    "took_over": pgettext_lazy("operation", "took over a duplicate"),
    "transferred": pgettext_lazy("operation", "transferred"),
    "undone": pgettext_lazy("operation", "undone"),
    "ungrouped": pgettext_lazy("operation", "taken out of its group"),
    "unlinked": pgettext_lazy("operation", "unlinked"),
    "updated": pgettext_lazy("operation", "updated"),
    "upheld": pgettext_lazy("operation", "kept hidden"),
    "voted": pgettext_lazy("operation", "voted"),
    "withdrawn": pgettext_lazy("operation", "withdrawn"),
    "written": pgettext_lazy("operation", "written"),
}


def done_in_words(verb: str) -> str:
    """Return what was done as a word to read: "action.closed" gives "clôture" in French; an unknown one stays as written."""
    participle = verb.rpartition(".")[2]
    return str(DONE.get(participle, participle.replace("_", " ")))


def actor_in_words(actor_id: str, actor_label: str) -> str:
    """Return who acted as readers know them: a person by name, what has no account in words, a command as one."""
    if not actor_id.startswith("system:"):
        return actor_label
    if actor_id == "system:resident":
        return pgettext("who acted", "a resident, without an account")
    if actor_id == "system:registrant":
        return pgettext("who acted", "a registrant, without an account")
    return pgettext("who acted", "command “%(name)s”") % {"name": actor_label}


def kind_in_words(target_model: str) -> str:
    """Return the kind of thing an operation touched, as its model names itself; the name itself if the model is gone."""
    try:
        name = str(apps.get_model(target_model)._meta.verbose_name)
    except (LookupError, ValueError):
        return target_model
    return name[:1].upper() + name[1:]
