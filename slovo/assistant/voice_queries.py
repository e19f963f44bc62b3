from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from slovo.assistant.voice_models import SECONDS_MAX, Voice, VoiceCall
from slovo.conversations.chat_queries import visitor_in
from slovo.conversations.models import Conversation, Message
from slovo.customers.models import Customer
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb

AT_ONCE_MAX = 2  # questions of a brand on their way: a worker has other things to do, too


def voice_of(brand_id: int) -> Voice:
    """As it is written down, or as it is where nothing was."""
    return Voice.objects.filter(brand_id=brand_id).first() or Voice(brand_id=brand_id)


def that_is_on(brand_id: int) -> Voice | None:
    return Voice.objects.filter(brand_id=brand_id, on_since__isnull=False).first()


def is_busy(brand_id: int, at: datetime) -> bool:
    """As many as may be are asked just now. What a killed worker has left behind counts no longer than it can take."""
    fresh = VoiceCall.objects.filter(brand_id=brand_id, outcome="", asked_at__gt=at - timedelta(seconds=SECONDS_MAX))
    return fresh.count() >= AT_ONCE_MAX


def names_known(conversation: Conversation) -> list[str]:
    """Of whoever writes there: as they say, as the site says, as the customer is known."""
    names = {*conversation.participants.values_list("name", flat=True)}
    names |= {*Message.objects.filter(conversation__root=conversation).values_list("sender_name", flat=True)}
    names |= {*conversation.messages.values_list("sender_name", flat=True)}
    if customer := conversation.customer:
        root_id = customer.root_id or customer.pk
        family = Customer.objects.filter(Q(pk=root_id) | Q(root_id=root_id))
        names |= {*family.values_list("name", flat=True)}
    visitor = visitor_in(conversation)
    return [name for name in {*names, visitor.name if visitor else ""} if name]


def calls_visible_to(staff: Staff) -> QuerySet[VoiceCall]:
    """What left, for those who administer its brand."""
    brands = people.brands_managed_by(staff, Verb.MANAGE_BRAND)
    return VoiceCall.objects.filter(brand__in=brands).select_related("heard__conversation")
