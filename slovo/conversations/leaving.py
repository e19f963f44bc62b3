"""What people who are not there have in hand, while somebody of its team is."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from slovo.conversations.models import Conversation
from slovo.people import queries as people
from slovo.promises.kinds import Kind


def left_behind(at: datetime) -> QuerySet[Conversation]:
    return left_to_teams(at).filter(assignee_id__in=people.not_there(at).values("pk"), team__isnull=False)


def left_to_teams(at: datetime) -> QuerySet[Conversation]:
    """Theirs who are away; of those between two shifts, where an answer is due before the next."""
    here = people.not_away_at(OuterRef("brand_id"), at)
    in_time = people.in_time_for(OuterRef("next_promise__due_at"), OuterRef("brand_id"), at)
    rows = Conversation.objects.filter(assignee__isnull=False, closed_at=None, root=None)
    away = ~Exists(here.filter(pk=OuterRef("assignee_id"))) & Exists(here.filter(teams=OuterRef("team_id")))
    off = ~Exists(in_time.filter(pk=OuterRef("assignee_id"))) & Exists(in_time.filter(teams=OuterRef("team_id")))
    return rows.filter(away | (Q(next_promise__kind=Kind.ANSWER.value) & off)).order_by("pk")
