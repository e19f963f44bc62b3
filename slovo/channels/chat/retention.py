"""A chat's visitors: the one kind of rows of which a brand sets the days itself, at its chat."""

from collections.abc import Collection
from datetime import datetime, timedelta

from slovo.channels.chat import personal_data, queries
from slovo.channels.chat.desk_models import AddressBlock, AddressSeen, DeskRule, PageSeen, Signs
from slovo.channels.chat.models import Chat, Consent, ConsentWords, Duty, Line, LineFile, Visitor, VisitorKey
from slovo.core.keeping import Days, Kept, as_long_as, for_ever
from slovo.people.models import Staff

BLOCKS_KEPT = timedelta(days=30)  # once they have ended, so that a lead can look at them


def _forget(visitor_ids: Collection[int], at: datetime) -> None:
    personal_data.forget_silent(visitor_ids=visitor_ids, at=at)


KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", Chat, DeskRule),
    *as_long_as(Chat, {ConsentWords: "chat"}),
    *as_long_as(Staff, {Duty: "staff", Signs: "staff"}),
    Days(
        model=Visitor,
        after="spoke_at",
        life=None,
        set_at="the days of silence that stand at the brand's chat; without them for ever",
        rows=queries.silent_for_long,
        forget=_forget,
    ),
    Days(model=AddressBlock, after="until", life=BLOCKS_KEPT),
    *as_long_as(Visitor, {AddressSeen: "visitor"}),
    *as_long_as(Visitor, {VisitorKey: "visitor", Consent: "visitor", Line: "visitor", PageSeen: "visitor"}),
    *as_long_as(Line, {LineFile: "line"}),
)
