"""Writing to a structure without seeing its address; the link of the author, the link of the structure."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from essaim.ecosystem.directory import links, permissions, services
from essaim.ecosystem.directory.forms import ContactForm
from essaim.ecosystem.directory.states import ContactState
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.writing import add_errors, refused

from .finding import card_crumbs, card_url, record_for


@login_not_required
def contact(request: HttpRequest, key: str) -> HttpResponse:
    """Take a message to a structure; nothing leaves before its author follows the link mailed to them."""
    found, now = record_for(request, key), timezone.now()
    if found.merged_into is not None:
        return redirect("directory:contact", found.merged_into.key)
    if not (decision := permissions.can_contact(found)):
        return refused(request, decision, card_url(found))
    form = ContactForm(request.POST if request.method == "POST" else None, now=now)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("full_name", "email", "message")}
        try:
            services.write_message(organization=found, now=now, **fields)
        except services.AskedTooFast:
            form.add_error(None, _("Many messages are arriving at this moment. Please try again tomorrow."))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("A link was sent to your address: follow it, and your message leaves."))
            return redirect(card_url(found))
    if request.method == "POST":
        form.sign_again()
    context = {"organization": found, "crumbs": card_crumbs(found), "form": form}
    return render(request, "directory/contact.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
def contact_relay(request: HttpRequest, token: str) -> HttpResponse:
    """Show to its author the message that waits; a button, never the link itself, sends it."""
    try:
        found = links.message_of(token, links.MESSAGE_SIGNER)
    except links.BadLink:
        raise Http404 from None
    if request.method == "POST":
        try:
            services.relay_message(message=found, now=timezone.now())
        except IllegalMove:
            messages.info(request, _("This message left before."))
        except NotAllowed as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Your message left. The structure answers you by mail."))
        return redirect("directory:contact_relay", token)
    context = {"message": found, "waits": found.state == ContactState.WRITTEN}
    return render(request, "directory/contact_relay.html", context)


@login_not_required
@never_cache
def contact_block(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever reads the mail of a structure block an author, or take no more messages."""
    try:
        found = links.message_of(token, links.BLOCK_SIGNER)
    except links.BadLink:
        raise Http404 from None
    if request.method == "POST":
        if request.POST.get("move") == "close":
            services.close_messages(message=found, now=timezone.now())
            messages.success(request, _("No more messages will come from the directory."))
        else:
            try:
                services.block_author(message=found, now=timezone.now())
            except IllegalMove:
                messages.info(request, _("This was said before."))
            else:
                messages.success(request, _("This author will not be heard any more."))
        return redirect("directory:contact_block", token)
    context = {"message": found, "can_block": found.state == ContactState.RELAYED}
    return render(request, "directory/contact_block.html", context)
