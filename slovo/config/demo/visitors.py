"""Who comes to the demo company: what can be booked, two who are booked, and a queue at the door."""

from datetime import datetime, timedelta

from django.db.transaction import atomic

from slovo.brands.models import Brand
from slovo.conversations.models import Conversation
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.visits import booking, queries, slots, walk_in
from slovo.visits.queue_setting import set_queue
from slovo.visits.setting import set_resource, set_type
from slovo.visits.walk_in import UnableToTakeTicket

NAMES = {  # of the kind of visit, of the queue
    "ru": ("Консультация в магазине", "Ремонт и возврат"),
    "uk": ("Консультація в магазині", "Ремонт і повернення"),
    "en": ("Consultation in the shop", "Repairs and returns"),
}
BOOKED = 2


def receive(brand: Brand, *, at: datetime) -> None:
    """Nothing, where nobody administers the brand."""
    colleagues = list(people.colleagues_at(brand.pk))
    by = next((one for one in colleagues if one.roles.get(brand.pk) == Role.ADMINISTRATOR), None)
    agents = [one for one in colleagues if one.roles.get(brand.pk) == Role.AGENT and not one.is_away(at)]
    if by is None or not agents:
        return
    visit_name, queue_name = NAMES.get(brand.language, NAMES["en"])
    ids = [set_resource(brand=brand, name=one.name, staff_id=one.pk, by=by, at=at).pk for one in agents[:2]]
    type_ = set_type(
        brand=brand, name=visit_name, lengths={"minutes": 45, "buffer_minutes": 15}, resource_ids=ids, by=by, at=at
    )
    resources = list(queries.resources_for(type_))
    free = slots.free(type_, resources, at + timedelta(hours=2), at + timedelta(days=7))
    talks = Conversation.objects.filter(brand=brand, root=None).select_related("customer").order_by("-last_message_at")
    for slot, talk in zip(free[::3], talks[:BOOKED], strict=False):
        booking.book(
            type_id=type_.pk,
            starts_at=slot.starts_at,
            resource_id=slot.resource_id,
            customer=talk.customer,
            about=talk.key,
            by=agents[0],
            at=at,
        )
    _queue(brand, queue_name, agents[0], by, at=at)


def _queue(brand: Brand, name: str, agent: Staff, by: Staff, *, at: datetime) -> None:
    queue = set_queue(brand=brand, name=name, prefix="A", length_max=20, staff_id=agent.pk, by=by, at=at)
    try:
        with atomic():
            for _time in range(2):
                walk_in.take(queue_id=queue.pk, name="", by=agent, at=at)
    except UnableToTakeTicket:  # the shop is closed now
        return
