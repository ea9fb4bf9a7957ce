"""The pages of the site by subject: for the site map, the search and the map that machines read."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class SitePage:
    """A public page without arguments: its subject, its address by name, its words."""

    subject: str | Promise
    url_name: str
    name: str | Promise
    about: str | Promise

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.name)

    @property
    def summary(self) -> str:
        """What is on it."""
        return str(self.about)

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name)


POLICY = _("The policy")
TERRITORY = _("The territory")
TAKING_PART = _("Taking part")
DATA = _("Data")
SITE = _("About this site")

PAGES: tuple[SitePage, ...] = (
    SitePage(POLICY, "website:home", _("Home"), _("The policy of the day, its actions, its acts and its figures.")),
    SitePage(
        POLICY,
        "website:understand",
        _("What the social and solidarity economy is"),
        _("The law of 2014, who belongs to it, and what the authority adds."),
    ),
    SitePage(POLICY, "action_plan:plan_list", _("Plans"), _("The plans since 2011, axis by axis, action by action.")),
    SitePage(
        POLICY,
        "dashboard:action_rows",
        _("How the actions go"),
        _("Status, milestones and pilot of each action, to sort and download."),
    ),
    SitePage(POLICY, "dashboard:milestone_rows", _("Milestones"), _("What is done, what is late, what comes next.")),
    SitePage(
        POLICY,
        "calls_for_projects:supported_list",
        _("Projects supported"),
        _("Projects chosen by a selection body: who carries them, where, and what they were granted."),
    ),
    SitePage(
        POLICY,
        "employment:totals",
        _("Totals of posts"),
        _("Posts that the policy created, consolidated or maintained, in totals that are never added up."),
    ),
    SitePage(POLICY, "dashboard:budget_rows", _("Budget"), _("What was planned and voted, line by line.")),
    SitePage(POLICY, "action_plan:act_list", _("Acts"), _("The deliberations and decisions, with their dates.")),
    SitePage(POLICY, "action_plan:lineage", _("Lineage"), _("How each plan follows the one before.")),
    SitePage(
        POLICY,
        "action_plan:figure_list",
        _("Declared figures"),
        _("Each with its source, its perimeter and its caution."),
    ),
    SitePage(
        POLICY, "website:changes", _("What changed"), _("The latest changes in the policy, with a feed to follow.")
    ),
    SitePage(
        TERRITORY, "territory:commune_list", _("Communes"), _("The communes of the authority and their territoires.")
    ),
    SitePage(
        TERRITORY,
        "dashboard:commune_rows",
        _("Communes in the plan"),
        _("Which communes the actions name, and which not."),
    ),
    SitePage(
        TAKING_PART,
        "calls_for_projects:call_list",
        pgettext_lazy("menu", "Calls for projects"),
        _(
            "What the authority supports, for whom and how much; a test without account tells whether a call is for you."
        ),
    ),
    SitePage(
        TAKING_PART,
        "events:event_list",
        _("Agenda"),
        _("Meetings, restitutions, assises and forums: those to come, those that were held, and what was said there."),
    ),
    SitePage(
        TAKING_PART,
        "directory:listing_list",
        _("Directory"),
        _("The structures of the ESS by name, place, activity or status; as a map, as files, on other sites."),
    ),
    SitePage(
        TAKING_PART,
        "organizations:organization_list",
        _("Structures"),
        _("The structures that take part in the policy, by name, commune or number."),
    ),
    SitePage(
        TAKING_PART,
        "action_plan:tracking",
        _("Follow a question"),
        _("Find a question by its number, read the answers."),
    ),
    SitePage(DATA, "website:data", _("Data and API"), _("What can be downloaded or read by programs, and how.")),
    SitePage(DATA, "action_plan:source_list", _("Sources"), _("The documents that every fact here comes from.")),
    SitePage(SITE, "website:search", _("Search"), _("Plans, actions, acts, communes and figures.")),
    SitePage(
        SITE,
        "website:status_rule",
        _("How a status is given"),
        _("The written rule that says whether an action is late."),
    ),
    SitePage(SITE, "website:help", _("Help"), _("How to read the pages, ask a question and reuse the data.")),
    SitePage(
        SITE, "website:accessibility", _("Accessibility"), _("State of conformity, tests, and how to report a problem.")
    ),
    SitePage(SITE, "website:personal_data", _("Personal data"), _("What is kept about people, why, and for how long.")),
    SitePage(SITE, "website:legal_notice", _("Legal notice"), _("Who publishes this site, who hosts it.")),
    SitePage(SITE, "website:site_map", _("Site map"), _("All the pages.")),
)


def site_pages() -> tuple[SitePage, ...]:
    """Return the pages of the site, in the order of the site map."""
    return PAGES


def by_subject() -> list[tuple[str, list[SitePage]]]:
    """Group the pages by subject, in the order of the list."""
    subjects: dict[str, list[SitePage]] = {}
    for page in PAGES:
        subjects.setdefault(str(page.subject), []).append(page)
    return list(subjects.items())
