"""Pages where the team sorts what was said: themes, issues, groupings, answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Crumbs, Page, refused, write
from essaim.steering.consultations import permissions, queries, services, tables
from essaim.steering.consultations.forms import (
    AnswerForm,
    GroupingForm,
    IssueEditForm,
    IssueForm,
    SortForm,
    ThemeEditForm,
    ThemeForm,
)
from essaim.steering.consultations.models import Answer, Consultation, Contribution, Grouping, Issue, Theme
from essaim.steering.consultations.states import IssueKind

from .finding import (
    address,
    consultation_of,
    contribution_crumbs,
    contribution_of,
    crumbs_of,
    issue_crumbs,
    issue_of,
)
from .guide import guide_of

SORTED_PER_PAGE = 30
# What the filter by theme says of contributions that have none.
NO_THEME = "-"


def theme_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a theme."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    form = ThemeForm(request.POST or None, consultation=found)
    page = Page(
        title=_("Add a theme"),
        submit=_("Add"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_theme(consultation=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The theme is added."),
    )


def theme_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Correct a theme."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    theme = get_object_or_404(Theme, consultation=found, code=code)
    form = ThemeEditForm(request.POST or None, instance=theme)
    page = Page(
        title=_("Correct a theme"),
        submit=_("Save"),
        back=f"{found.get_absolute_url()}#themes",
        crumbs=crumbs_of(found),
        lead=str(theme),
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_theme(theme=theme, actor=actor, now=timezone.now(), **form.told()),
        said=_("The theme is corrected."),
    )


def issue_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an issue in its exact wording."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    form = IssueForm(request.POST or None, consultation=found)
    page = Page(
        title=_("Add an issue"),
        submit=_("Add"),
        back=address("issue_list", found),
        crumbs=crumbs_of(found),
        lead=_("A gain to develop, or a new issue, in the words of the document or of those who said it."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_issue(consultation=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The issue is added."),
        onward=lambda row: row.get_absolute_url(),
    )


def issue_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Correct an issue."""
    actor, found = person_of(request), issue_of(request, slug, code)
    require(permissions.can_write_consultations(actor))
    form = IssueEditForm(request.POST or None, instance=found)
    page = Page(
        title=_("Correct an issue"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=issue_crumbs(found),
        lead=found.wording,
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_issue(issue=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The issue is corrected."),
    )


def grouping(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the contributions no issue groups yet; sort those that are ticked into a theme, or put them in an issue."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    words, theme = (request.GET.get(name, "").replace("\0", "") for name in ("q", "theme"))
    like = _contribution_like(request, found)
    rows = _rows_to_sort(found, words=words, theme=theme, like=like)
    page = Paginator(rows, SORTED_PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    numbers = _numbers(request, found, shown)
    is_sorting = request.POST.get("move") == "sort"
    themes = list(found.themes.order_by("number"))
    sort_form = SortForm(request.POST if is_sorting else None, consultation=found, themes=themes, prefix="into")
    form = GroupingForm(
        request.POST if request.method == "POST" and not is_sorting else None,
        consultation=found,
        themes=themes,
        numbers=numbers,
    )
    sent = _ticked(request, numbers)
    status = 200
    if request.method == "POST":
        status = 422
        if is_sorting and not sent:
            sort_form.add_error(None, _("Tick at least one."))
        elif is_sorting and sort_form.is_valid():
            chosen = sort_form.cleaned_data["theme"]
            services.sort_contributions(consultation=found, theme=chosen, numbers=sent, actor=actor, now=timezone.now())
            messages.success(request, _said_sorted(len(sent), chosen))
            return redirect(request.get_full_path())
        elif not is_sorting and form.is_valid():
            issue, count = _group(form, found, actor)
            messages.success(request, _said_grouped(count, issue))
            return redirect(request.get_full_path() if like is None else request.path)
    context = {
        "consultation": found,
        "crumbs": crumbs_of(found),
        "rows": shown,
        "ticked": set(sent) or ({like.number} if like else set()),
        "page": page,
        "form": form,
        "sort_form": sort_form,
        "words": words,
        "theme": theme,
        "like": like,
        "themes": [tables.theme_choice(row.code, row.title) for row in themes],
        # While there is something to sort, that is the step: nothing is counted for it.
        "guide": None if shown else guide_of(request, found, today=timezone.localdate()),
    }
    return render(request, "consultations/grouping.html", context, status=status)


def _contribution_like(request: HttpRequest, found: Consultation) -> Contribution | None:
    """Find the contribution of which near duplicates are asked for."""
    asked = request.GET.get("like", "")
    if not (asked.isdecimal() and len(asked) < 10):
        return None
    return found.contributions.readable().filter(number=int(asked)).first()


def _rows_to_sort(
    found: Consultation, *, words: str, theme: str, like: Contribution | None
) -> models.QuerySet[Contribution] | list[Contribution]:
    rows = queries.to_sort(found).select_related("theme").defer("search_key")
    if words:
        rows = rows.filter(search_key__contains=fold(words))
    if theme:
        rows = rows.filter(theme__isnull=True) if theme == NO_THEME else rows.filter(theme__code=theme)
    return queries.closest_first(rows, like) if like else rows


def _ticked(request: HttpRequest, numbers: list[int]) -> list[int]:
    sent = set(request.POST.getlist("numbers"))
    return [number for number in numbers if str(number) in sent]


def _said_grouped(count: int, issue: Issue) -> str:
    return ngettext(
        "%(count)s contribution is in the issue %(code)s.",
        "%(count)s contributions are in the issue %(code)s.",
        count,
    ) % {"count": count, "code": issue.code.upper()}


def _said_sorted(count: int, theme: Theme) -> str:
    return ngettext(
        "%(count)s contribution is sorted into %(theme)s.",
        "%(count)s contributions are sorted into %(theme)s.",
        count,
    ) % {"count": count, "theme": theme}


def _numbers(request: HttpRequest, found: Consultation, shown: list[Contribution]) -> list[int]:
    """Return the numbers a form may tick: those shown, or sent from the page of one contribution or issue."""
    numbers = [row.number for row in shown]
    sent = [int(text) for text in request.POST.getlist("numbers") if text.isdecimal() and len(text) < 10]
    others = found.contributions.readable().filter(number__in=sent).order_by("number")
    return [*numbers, *(number for number in others.values_list("number", flat=True) if number not in numbers)]


def _group(form: GroupingForm, found: Consultation, actor: object) -> tuple[Issue, int]:
    now, values = timezone.now(), form.cleaned_data
    issue = values["issue"]
    if issue is None:
        kind = values["kind"] or IssueKind.NEW
        issue = services.add_issue(
            consultation=found,
            actor=actor,  # type: ignore[arg-type]
            now=now,
            code=queries.next_issue_code(found, values["theme"], kind),
            kind=kind,
            theme=values["theme"],
            wording=values["wording"].strip(),
        )
    return issue, services.group_contributions(issue=issue, numbers=values["numbers"], actor=actor, now=now)  # type: ignore[arg-type]


@require_POST
def contribution_sort(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Sort one contribution into a theme, from its page."""
    actor, found = person_of(request), contribution_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_sort(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = SortForm(
        request.POST, consultation=found.consultation, themes=list(found.consultation.themes.order_by("number"))
    )
    if form.is_valid():
        theme = form.cleaned_data["theme"]
        services.sort_contributions(
            consultation=found.consultation, theme=theme, numbers=[number], actor=actor, now=timezone.now()
        )
        messages.success(request, _said_sorted(1, theme))
    else:
        messages.warning(request, _("Choose a theme of this consultation."))
    return redirect(found)


@require_POST
def contribution_group(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Put one contribution in an issue that was proposed."""
    actor = person_of(request)
    require(permissions.can_write_consultations(actor))
    issue, contribution = issue_of(request, slug, code), contribution_of(request, slug, number)
    require(permissions.can_sort(actor, contribution))
    services.group_contributions(issue=issue, numbers=[number], actor=actor, now=timezone.now())
    messages.success(request, _("It is in the issue %s.") % issue.code.upper())
    back = issue if request.POST.get("back") == "issue" else contribution
    return redirect(back)


def contribution_ungroup(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Take a contribution out of an issue, saying why."""
    actor, contribution = person_of(request), contribution_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    found = get_object_or_404(
        Grouping.objects.select_related("issue__consultation", "contribution__consultation"),
        contribution=contribution,
        issue__code=code,
    )
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("Take a contribution out of an issue"),
        submit=_("Take it out"),
        back=contribution.get_absolute_url(),
        crumbs=contribution_crumbs(contribution),
        lead=found.issue.wording,
    )
    return write(
        request,
        page,
        form,
        lambda: services.ungroup_contribution(
            grouping=found, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]
        ),
        said=_("The contribution is no longer in this issue."),
    )


def issue_answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Answer an issue, and with it every contribution it groups."""
    found = issue_of(request, slug, code)
    return _answer_page(request, found, found.consultation, issue_crumbs(found), found.wording)


def contribution_answer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Answer a contribution by itself."""
    found = contribution_of(request, slug, number)
    actor = person_of(request)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_sort(actor, found)):
        messages.warning(request, decision.reason)
        return redirect(found)
    return _answer_page(request, found, found.consultation, contribution_crumbs(found), found.text)


def _answer_page(
    request: HttpRequest, found: Issue | Contribution, consultation: Consultation, crumbs: Crumbs, lead: str
) -> HttpResponse:
    actor = person_of(request)
    require(permissions.can_write_consultations(actor))
    about = {"issue": found} if isinstance(found, Issue) else {"contribution": found}
    there = Answer.objects.filter(**about).prefetch_related("targets").first()
    form = AnswerForm(request.POST or None, consultation=consultation, instance=there or Answer(**about))
    page = Page(
        title=_("Answer"),
        submit=_("Save the answer"),
        back=found.get_absolute_url(),
        crumbs=crumbs,
        lead=lead,
        refusals={
            services.TargetMissing: _("Say where it goes: a plan, an axis, an action or an item."),
        },
    )

    def save() -> models.Model:
        return services.answer(
            subject=found,
            actor=actor,
            now=timezone.now(),
            targets=form.targets(),
            version=form.cleaned_data["version"],
            **form.values(),
        )

    return write(request, page, form, save, said=_("The answer is saved."))


def next_to_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the next issue without answer, or else the next contribution without one."""
    found = consultation_of(request, slug)
    require(permissions.can_write_consultations(person_of(request)))
    issue = queries.issue_rows(found).filter(answer__isnull=True).first()
    if issue is not None:
        return redirect(reverse("consultations:issue_answer", args=[slug, issue.code]))
    contribution = queries.without_answer(found.contributions.all()).order_by("number").first()
    if contribution is not None:
        return redirect(reverse("consultations:contribution_answer", args=[slug, contribution.number]))
    messages.success(request, _("Everything has an answer."))
    return redirect(found)
