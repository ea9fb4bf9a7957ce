"""The notice of a convocation: how many clear days the rules ask for, and the last day on which they are kept."""

from __future__ import annotations

from datetime import date, timedelta

from essaim.steering.committees.models import BodyRules, Session


def clear_days(today: date, day: date) -> int:
    """Count the days between a convocation and a session, neither of the two included."""
    return (day - today).days - 1


def notice_of(session: Session, rules: BodyRules) -> int:
    """Return how many clear days of notice the rules ask for a session, convened for the first time or the second."""
    if session.second_of_id is not None and rules.second_notice_days is not None:
        return rules.second_notice_days
    return rules.notice_days


def convene_by(session: Session, rules: BodyRules) -> date:
    """Return the last day on which a session can be convened with the notice of its rules."""
    return session.day - timedelta(days=notice_of(session, rules) + 1)
