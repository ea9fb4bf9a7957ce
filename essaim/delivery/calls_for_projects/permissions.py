"""Who may write calls and their editions, and read drafts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.delivery.employment.permissions import can_write_posts
from essaim.ecosystem.organizations.permissions import speaks_for
from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .states import OPINIONS_OPEN, WRITABLE, ApplicationState, EditionState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    from .models import Application, CommuneOpinion, Edition

    Person = User | AnonymousUser


def can_write_calls(person: Person) -> Decision:
    """Tell whether a person may write calls and their editions: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes calls for projects."))


def can_read_drafts(person: Person) -> Decision:
    """Tell whether a person may read drafts of editions: the team, which prepares them."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team reads drafts of editions."))


def can_write_edition(person: Person, edition: Edition) -> Decision:
    """Tell whether a person may write an edition: the team, while it is a draft; what was in force is never rewritten."""
    if not edition.is_draft:
        return deny(_("An edition that is or was in force is not written any more: draft a new one from it."))
    return can_write_calls(person)


def can_write_questions(person: Person, edition: Edition) -> Decision:
    """
    Tell whether a person may reword the questions of an edition: the team, while it is a draft or in force.

    Rules are never rewritten; questions are, and asked so once a new version of the form is published.
    """
    if edition.state == EditionState.IN_FORCE:
        return can_write_calls(person)
    return can_write_edition(person, edition)


def can_close_edition(actor: Person | SystemActor, edition: Edition, *, today: date) -> Decision:
    """Tell whether somebody may close an edition in force: the team; the nightly task once its last day is past."""
    if isinstance(actor, SystemActor):
        if edition.ends_on is not None and edition.ends_on <= today:
            return ALLOW
        return deny(_("The last day of this edition is not past."))
    if edition.state == EditionState.DRAFT:
        return deny(_("A draft is not closed: it was never in force."))
    return can_write_calls(actor)


def can_apply(person: Person) -> Decision:
    """Tell whether a person may start an application: anybody with an account, whatever their roles."""
    if person.is_authenticated and person.is_active:
        return ALLOW
    return deny(_("Sign in, or open an account, to write an application."))


def writes_application(person: Person, application: Application) -> bool:
    """Tell whether somebody is among those who write an application: its author, and who speaks for its structure."""
    if not person.is_authenticated:
        return False
    if application.author_id == person.pk:
        return True
    if application.cowriters.filter(person=person, joined_at__isnull=False, ended_at=None).exists():
        return True
    return bool(application.organization_id and speaks_for(person, application.organization_id))


def can_write_application(person: Person, application: Application) -> Decision:
    """Tell whether a person may write an application: those who carry it, as a draft or when something was asked for."""
    if not writes_application(person, application):
        return deny(_("Only those who carry this application write it."))
    if application.state not in WRITABLE:
        return deny(_("This application is filed: it is not written any more unless something is asked for."))
    return ALLOW


def can_withdraw_application(person: Person, application: Application) -> Decision:
    """Tell whether a person may withdraw an application: those who carry it, and the team once it is filed."""
    if writes_application(person, application):
        return ALLOW
    if application.state != ApplicationState.DRAFT and is_staff_member(person):
        return ALLOW
    return deny(_("Only those who carry this application, or the team at their request, withdraw it."))


def can_read_application(person: Person, application: Application) -> Decision:
    """Tell whether a person may read an application: those who carry it; once filed, the team and evaluators."""
    if writes_application(person, application):
        return ALLOW
    if application.filed_at is not None and (is_staff_member(person) or has_role(person, RoleKind.EVALUATOR)):
        return ALLOW
    return deny(_("An application is read by those who carry it and, once filed, by the authority's team."))


def can_appraise(person: Person) -> Decision:
    """Tell whether a person may look at applications, ask for what is missing and appraise them: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team appraises applications."))


def can_accept_posts(person: Person, application: Application) -> Decision:
    """Tell whether a person may accept the posts that an application proposes: the team, once it is granted to a record."""
    if application.state != ApplicationState.GRANTED:
        return deny(_("Posts are accepted once the application is granted."))
    if application.organization_id is None:
        return deny(_("Name the record of its structure first: a post is in a structure."))
    return can_write_posts(person)


def post_is_accepted() -> Decision:
    """Say that a proposed post is accepted already."""
    return deny(_("This post is accepted already."))


def can_list_applications(person: Person) -> Decision:
    """Tell whether a person may read the list of applications that were filed: the team and evaluators."""
    if is_staff_member(person) or has_role(person, RoleKind.EVALUATOR):
        return ALLOW
    return deny(_("Only the authority's team and evaluators read the list of applications."))


def can_write_note(person: Person, application: Application) -> Decision:
    """Tell whether a person may write the note of appraisal: the team, until the application is decided."""
    if application.state not in OPINIONS_OPEN:
        return deny(_("The application is decided: its note of appraisal is kept as it was."))
    return can_appraise(person)


def can_give_commune_opinion(person: Person, opinion: CommuneOpinion) -> Decision:
    """Tell whether a person may give the opinion of a commune: its referent; the team, for an opinion sent by letter."""
    if has_role(person, RoleKind.COMMUNE_REFERENT, scope_code=opinion.commune_code) or is_staff_member(person):
        return ALLOW
    return deny(_("Only who speaks for this commune gives its opinion."))


def opinions_are_open(application: Application) -> bool:
    """Tell whether opinions on an application may still be given: until it is decided."""
    return application.state in OPINIONS_OPEN


def can_read_opinion_list(person: Person) -> Decision:
    """Tell whether a person may read opinions of communes: referents theirs, the team and evaluators all."""
    if can_list_applications(person) or has_role(person, RoleKind.COMMUNE_REFERENT):
        return ALLOW
    return deny(_("Only who speaks for a commune, and the authority's team, read this."))


def can_publish_form(person: Person, edition: Edition) -> Decision:
    """Tell whether a person may publish a new version of the form of an edition: the team, while it is in force."""
    if edition.state != EditionState.IN_FORCE:
        return deny(_("Only an edition in force has a form that people fill."))
    return can_write_calls(person)
