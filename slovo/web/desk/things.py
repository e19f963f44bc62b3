"""What the journal speaks of, as links: «conversation:12» is its subject. One question for each kind of thing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from slovo.book import queries as book
from slovo.channels import queries as channels
from slovo.conversations import queries as conversations
from slovo.conversations import saved_views
from slovo.conversations.models import Conversation
from slovo.customers import queries as customers
from slovo.knowledge import queries as knowledge
from slovo.orders import queries as orders
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.visits import queries as visits
from slovo.visits import walk_in_queries
from slovo.web.desk.words.changes import change_words


@dataclass(frozen=True, slots=True)
class Thing:
    """`address` is "" where the reader may not go."""

    words: str
    address: str = ""


Things = dict[str, Thing]


def things_of(staff: Staff, keys: Iterable[str]) -> Things:
    """Key → thing, for those that the reader may see."""
    ids: dict[str, set[int]] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        if number.isdigit():
            ids.setdefault(kind, set()).add(int(number))
    found: Things = {}
    for kind, wanted in ids.items():
        if look := KINDS.get(kind):
            found |= {f"{kind}:{pk}": thing for pk, thing in look(staff, wanted).items()}
    return found


def _conversation(row: Conversation) -> Thing:
    return Thing(row.subject or _("No subject"), reverse("conversation", args=[row.public_id]))


def _conversations(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = conversations.visible_to(staff).filter(pk__in=ids).only("subject", "public_id")
    return {row.pk: _conversation(row) for row in rows}


def _inbound(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    """A letter stands in its conversation."""
    rows = conversations.messages_visible_to(staff).filter(inbound_id__in=ids).select_related("conversation")
    return {row.inbound_id or 0: _conversation(row.conversation) for row in rows.only("inbound_id", *OF_CONVERSATION)}


def _outbound(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = conversations.messages_visible_to(staff).filter(outbound_id__in=ids).select_related("conversation")
    return {row.outbound_id or 0: _conversation(row.conversation) for row in rows.only("outbound_id", *OF_CONVERSATION)}


def _customers(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = customers.visible_to(staff).filter(pk__in=ids).prefetch_related("identities")
    return {row.pk: Thing(customers.words_of(row), reverse("customer", args=[row.public_id])) for row in rows}


def _staff(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    """To their page for who administers people; a name for everybody."""
    may = staff.may_anywhere(Verb.MANAGE_PEOPLE)
    rows = people.everybody_at(staff.brand_ids).filter(pk__in=ids)
    return {row.pk: Thing(row.name, reverse("person", args=[row.public_id]) if may else "") for row in rows}


def _brands(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = people.brands(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.name, _if_may(staff, Verb.MANAGE_BRAND, row.pk, "brand", row.pk)) for row in rows}


def _mailboxes(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = channels.of_brands(list(staff.brand_ids)).filter(pk__in=ids)
    return {
        row.pk: Thing(row.address, _if_may(staff, Verb.MANAGE_MAILBOXES, row.brand_id, "mailbox", row.pk))
        for row in rows
    }


def _tags(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = conversations.tags_visible_to(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.name, _if_may(staff, Verb.MANAGE_TAGS, row.brand_id, "tag_list")) for row in rows}


def _views(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = saved_views.visible_to(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.name, reverse("view", args=[row.public_id])) for row in rows}


def _changes(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    """As views/changes.py shows them."""
    led = [one for one in staff.brand_ids if staff.may_at(Verb.SEE_AUDIT, one)]
    rows = conversations.changes_visible_to(staff, led).filter(pk__in=ids)
    return {row.pk: Thing(change_words(row.kind), reverse("change", args=[row.public_id])) for row in rows}


def _visits(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = visits.visible_to(staff).filter(pk__in=ids).select_related("type")
    return {row.pk: Thing(row.type.name, reverse("visit", args=[row.public_id])) for row in rows}


def _queues(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = walk_in_queries.visible_to(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.name, reverse("queue", args=[row.pk])) for row in rows}


def _orders(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = orders.visible_to(staff).filter(pk__in=ids).only("number", "public_id")
    return {row.pk: Thing(_("Order %(number)s") % {"number": row.number}, _order(row.public_id)) for row in rows}


def _returns(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    """A return stands on its order's page."""
    rows = orders.returns_visible_to(staff).filter(pk__in=ids).select_related("order")
    words = _("Return of order %(number)s")
    return {row.pk: Thing(words % {"number": row.order.number}, _order(row.order.public_id)) for row in rows}


def _order(public_id: UUID) -> str:
    return reverse("order", args=[public_id])


def _reservations(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = orders.reservations_visible_to(staff).filter(pk__in=ids).only("title")
    return {row.pk: Thing(row.title, reverse("reservations")) for row in rows}


def _order_imports(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = orders.imports_visible_to(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.name, reverse("order_import", args=[row.public_id])) for row in rows}


def _order_hooks(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = orders.hooks_visible_to(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.source, reverse("order_hooks", args=[row.brand_id])) for row in rows}


def _entries(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = book.visible_to(staff).filter(pk__in=ids).select_related("message__conversation")
    words = _("Entry %(number)d of the book")
    return {
        row.pk: Thing(
            words % {"number": row.number}, reverse("conversation_book", args=[row.message.conversation.public_id])
        )
        for row in rows
    }


def _articles(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    titles = knowledge.newest_versions(ids)
    rows = knowledge.visible_to(staff).filter(pk__in=ids).only("public_id")
    return {
        row.pk: Thing(
            titles[row.pk][0].title if row.pk in titles else _("Without words yet"),
            reverse("article", args=[row.public_id]),
        )
        for row in rows
    }


def _if_may(staff: Staff, verb: Verb, brand_id: int, name: str, *arguments: int) -> str:
    return reverse(name, args=arguments) if staff.may_at(verb, brand_id) else ""


OF_CONVERSATION = ("conversation__subject", "conversation__public_id")
KINDS: Mapping[str, Callable[[Staff, set[int]], Mapping[int, Thing]]] = {
    "conversation": _conversations,
    "inbound": _inbound,
    "outbound": _outbound,
    "customer": _customers,
    "staff": _staff,
    "brand": _brands,
    "mailbox": _mailboxes,
    "tag": _tags,
    "view": _views,
    "change": _changes,
    "visit": _visits,
    "queue": _queues,
    "order": _orders,
    "return": _returns,
    "reservation": _reservations,
    "order_hook": _order_hooks,
    "order_import": _order_imports,
    "article": _articles,
    "entry": _entries,
}
