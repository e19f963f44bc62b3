"""What conversations know of the promises that are made in them, for questions about promises."""

from django.db.models import BigIntegerField, Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Substr

from slovo.conversations.models import Conversation

KEY = "conversation:"
BESIDE = ("order", "ticket", "booking")  # what comes by no channel: from a shop, at a door, on the page of visits


def channel_of_promise() -> Case:
    """For a question about promises: the channel of the conversation that each is about, or which of BESIDE it is;
    NULL of anything else."""
    number = Cast(Substr(OuterRef("about"), len(KEY) + 1), BigIntegerField())
    channel = Subquery(Conversation.objects.filter(pk=number).values("channel"))
    beside = [When(about__startswith=f"{kind}:", then=Value(kind)) for kind in BESIDE]
    return Case(When(about__startswith=KEY, then=channel), *beside, output_field=CharField())
