"""Addresses of the room; those of signing in are in sign_in_urls."""

from __future__ import annotations

from django.urls import path, register_converter

from .views import identity, invitations, leaving, own_account, people, seeing_as


class InvitationMove:
    """Reads the moves an administrator makes with an invitation, in French in addresses."""

    regex = "renvoyer|retirer"
    _moves = {"renvoyer": "send_again", "retirer": "withdraw"}

    def to_python(self, value: str) -> str:
        """Return the name of the move."""
        return self._moves[value]

    def to_url(self, value: str) -> str:
        """
        Return the word of the address.

        :raises ValueError: if there is no such move, so that reversing fails
        """
        for word, move in self._moves.items():
            if move == value:
                return word
        raise ValueError(value)


register_converter(InvitationMove, "invitation_move")

app_name = "accounts"
urlpatterns = [
    path("compte/", own_account.own_account, name="own_account"),
    path("compte/mes-donnees/", own_account.own_data, name="own_data"),
    path("compte/sessions/fermer/", own_account.end_sessions, name="end_sessions"),
    path("compte/identite/", identity.identity_link, name="identity_link"),
    path("compte/identite/<int:pk>/retirer/", identity.identity_remove, name="identity_remove"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("personnes/", people.people_list, name="people_list"),
    path("personnes/invitations/", invitations.invitation_list, name="invitation_list"),
    path("personnes/invitations/nouvelle/", invitations.invite, name="invite"),
    path("personnes/invitations/<int:pk>/<invitation_move:move>/", invitations.invitation_move, name="invitation_move"),
    path("personnes/<int:pk>/", people.person, name="person"),
    path("personnes/<int:pk>/corriger/", people.person_edit, name="person_edit"),
    path("personnes/<int:pk>/roles/", people.role_add, name="role_add"),
    path("personnes/<int:pk>/depart/", leaving.leaver, name="leaver"),
    path("personnes/<int:pk>/effacer/", leaving.erase, name="erase"),
    path("personnes/<int:pk>/deuxieme-facteur/", people.second_factor_reset, name="second_factor_reset"),
    path("personnes/<int:pk>/voir-comme/", seeing_as.see_as, name="see_as"),
    path("personnes/voir-comme/fin/", seeing_as.stop_seeing_as, name="stop_seeing_as"),
    path("personnes/<int:pk>/retour/", leaving.reactivate, name="reactivate"),
    path("personnes/roles/<int:pk>/fin/", people.role_end, name="role_end"),
]
