"""What conversations know of the promises that are made in them, for questions about promises."""

from django.db.models import BigIntegerField, Case, CharField, OuterRef, Subquery, When
from django.db.models.functions import Cast, Substr

from slovo.conversations.models import Conversation

KEY = "conversation:"


def channel_of_promise() -> Case:
    """For a question about promises: the channel of the conversation that each is about; NULL of anything else."""
    number = Cast(Substr(OuterRef("about"), len(KEY) + 1), BigIntegerField())
    channel = Subquery(Conversation.objects.filter(pk=number).values("channel"))
    return Case(When(about__startswith=KEY, then=channel), output_field=CharField())
