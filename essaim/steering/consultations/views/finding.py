"""Finds what an address names, or answers 404 to who may not read it; the ways back that pages share."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.foundations.ui.writing import Crumbs
from essaim.steering.consultations import queries
from essaim.steering.consultations.models import Consultation, Contribution, Issue, Proposal, WorkingGroup


def consultation_of(request: HttpRequest, slug: str) -> Consultation:
    """Find a consultation the person of the request may read, or answer 404."""
    return get_object_or_404(queries.consultations_visible_to(request.user), slug=slug)


def issue_of(request: HttpRequest, slug: str, code: str) -> Issue:
    """Find an issue of a consultation the person may read, or answer 404."""
    rows = Issue.objects.select_related("consultation", "theme__consultation", "source", "answer")
    return get_object_or_404(rows, consultation=consultation_of(request, slug), code=code)


def contribution_of(request: HttpRequest, slug: str, number: int) -> Contribution:
    """Find a contribution of which the person sees at least the place, or answer 404."""
    consultation = consultation_of(request, slug)
    rows = queries.contribution_rows(request.user, consultation).select_related(
        "theme__consultation", "text_version__text__consultation", "axis__plan", "action__plan"
    )
    return get_object_or_404(rows, number=number)


def group_of(request: HttpRequest, slug: str, number: int) -> WorkingGroup:
    """Find a working group of a consultation the person may read, or answer 404."""
    rows = WorkingGroup.objects.select_related("consultation", "source")
    return get_object_or_404(rows, consultation=consultation_of(request, slug), number=number)


def proposal_of(request: HttpRequest, slug: str, number: int) -> Proposal:
    """Find a proposal of a consultation the person may read, or answer 404."""
    return get_object_or_404(queries.proposal_rows(consultation_of(request, slug)), number=number)


def address(name: str, consultation: Consultation, *arguments: object) -> str:
    """Return the address of a page of a consultation."""
    return reverse(f"consultations:{name}", args=[consultation.slug, *arguments])


def list_crumb() -> tuple[str, str]:
    """Return the way back to the consultations."""
    return _("Consultations"), reverse("consultations:consultation_list")


def crumbs_of(consultation: Consultation) -> Crumbs:
    """Return the way back to a consultation."""
    return list_crumb(), (consultation.title, consultation.get_absolute_url())


def issue_crumbs(issue: Issue) -> Crumbs:
    """Return the way back to an issue."""
    consultation = issue.consultation
    return (
        *crumbs_of(consultation),
        (_("Issues and answers"), address("issue_list", consultation)),
        (issue.code.upper(), issue.get_absolute_url()),
    )


def contribution_crumbs(contribution: Contribution) -> Crumbs:
    """Return the way back to a contribution."""
    consultation = contribution.consultation
    return (
        *crumbs_of(consultation),
        (_("Contributions"), address("contribution_list", consultation)),
        (_("No. %(number)s") % {"number": contribution.number}, contribution.get_absolute_url()),
    )


def group_crumbs(group: WorkingGroup) -> Crumbs:
    """Return the way back to a working group."""
    return *crumbs_of(group.consultation), (_("Group %(number)s") % {"number": group.number}, group.get_absolute_url())


def proposal_crumbs(proposal: Proposal) -> Crumbs:
    """Return the way back to a proposal."""
    consultation = proposal.consultation
    return (
        *crumbs_of(consultation),
        (_("Proposals"), address("proposal_list", consultation)),
        (_("No. %(number)s") % {"number": proposal.number}, proposal.get_absolute_url()),
    )
