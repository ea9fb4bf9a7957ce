"""Input of the room's pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.accounts.models import User
from essaim.foundations.territory.forms import CommuneField
from essaim.foundations.ui.forms import DayForm, EditForm, RowForm, day_field
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans

from . import aids, queries
from .models import Post
from .services import EDITABLE
from .states import Channel


class PostFields(forms.ModelForm):
    """What the forms of a post share: a commune by its name, the structures and actions it can be tied to."""

    commune_code = CommuneField(label=_("commune of work"))

    class Meta:
        model = Post
        fields = EDITABLE

    def __init__(self, *args: Any, today: date, person: User, **options: Any) -> None:
        """Name the communes of the authority; offer structures, and the actions the person reads."""
        super().__init__(*args, **options)
        field = self.fields["commune_code"]
        assert isinstance(field, CommuneField)
        self.offered = field.offer(today=today, known=self.instance.commune_code)
        self.fields["through"].queryset = organizations_for_choice()  # type: ignore[attr-defined]
        actions = Action.objects.filter(plan__in=readable_plans(person)).select_related("plan")
        field = self.fields["action"]
        field.queryset = actions.order_by("-plan__starts_on", "number")  # type: ignore[attr-defined]
        field.label_from_instance = queries.action_name  # type: ignore[attr-defined]


class PostForm(PostFields, RowForm):
    """A new post of a structure."""

    organization = forms.ModelChoiceField(
        label=pgettext_lazy("legal person", "Structure"), queryset=Organization.objects.none()
    )

    class Meta(PostFields.Meta):
        pass

    field_order = ["organization", *EDITABLE]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the records in use."""
        super().__init__(*args, **options)
        self.fields["organization"].queryset = organizations_for_choice()  # type: ignore[attr-defined]


class PostEditForm(PostFields, EditForm):
    """What is written of a post, and why it changes."""

    class Meta(PostFields.Meta):
        pass


class EvidenceForm(DayForm):
    """The day on which something was told or seen, and by what document."""

    evidence = forms.CharField(
        label=_("Evidence"), max_length=300, help_text=_("The document that tells it: contract, pay slip, report…")
    )


class DeclareForm(EvidenceForm):
    """A post that its structure declares, against its baseline."""

    baseline_on = day_field(label=_("Day of the baseline"), help_text=_("A day before the support"))
    baseline_headcount = forms.IntegerField(
        label=_("People in the structure on that day"), min_value=0, max_value=1_000_000
    )


class AidForm(forms.Form):
    """An aid that a post owes something to."""

    aid = forms.ChoiceField(label=_("Aid"))
    channel = forms.ChoiceField(
        label=_("Given to"),
        choices=[
            (Channel.DIRECT, _("the structure where the post is (direct)")),
            (Channel.INDIRECT, _("a network or support structure that helped it (indirect)")),
        ],
        help_text=_("A post that owes something to an aid of both kinds is one direct post."),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        """Offer the aids of every kind, by kind."""
        super().__init__(*args, **options)
        groups = [
            (str(kind.label), [(f"{kind.kind}:{key}", words) for key, words in kind.choices(person)])
            for kind in aids.all_kinds()
        ]
        self.fields["aid"].choices = [("", "—"), *(group for group in groups if group[1])]  # type: ignore[attr-defined]

    def values(self) -> dict[str, str]:
        """Return the aid as a service takes it."""
        kind, _colon, key = self.cleaned_data["aid"].partition(":")
        return {"kind": kind, "key": key, "channel": self.cleaned_data["channel"]}


class FollowUpForm(forms.Form):
    """How a post was found at a term."""

    is_present = forms.TypedChoiceField(
        label=_("Does the post exist still?"),
        choices=[("oui", _("Yes")), ("non", _("No, it ended"))],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
    )
    last_on = day_field(label=_("Last day"), required=False, help_text=_("If it ended"))
    evidence = forms.CharField(
        label=_("Evidence"), max_length=300, help_text=_("What tells it: pay slip, report, call…")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class SamePostForm(forms.Form):
    """The other writing of a post, which will no longer count."""

    duplicate = forms.ModelChoiceField(
        label=_("Same post as"),
        queryset=Post.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("It keeps its page and history, and counts no longer; its aids go to the one that is kept."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept in the history, beside the change."))

    def __init__(self, *args: Any, rows: QuerySet[Post], **options: Any) -> None:
        """Offer the posts that could be the same."""
        super().__init__(*args, **options)
        field = self.fields["duplicate"]
        field.queryset = rows  # type: ignore[attr-defined]
        field.label_from_instance = post_in_a_line  # type: ignore[attr-defined]


def post_in_a_line(post: Post) -> str:
    """Tell a post from others of its structure, in one line."""
    return f"{post.label} ({post.get_contract_display()}, {post.starts_on:%d/%m/%Y}, {post.get_channel_display()})"
