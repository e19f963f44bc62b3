"""The chat of the demo company, with a bot that leads through its flows: whoever tries the house sees them work."""

from datetime import datetime

from slovo.assistant import setting as assistant
from slovo.assistant.flows import setting as flows
from slovo.assistant.flows.templates import TEMPLATES
from slovo.brands.models import Brand
from slovo.callbacks import queries as callbacks
from slovo.callbacks import ruling
from slovo.channels.chat.setting import Terms, set_chat
from slovo.people.models import Staff

WORDS = {
    "ru": "Здравствуйте! Чем помочь?",
    "uk": "Вітаємо! Чим допомогти?",
    "en": "Hello! How can we help?",
}
OF_A_CALL = (
    "minutes_to_call",
    "attempts_max",
    "wait_minutes",
    "when_exhausted",
    "slot_minutes",
    "slot_capacity",
    "days_ahead",
    "country",
    "team_id",
)


def talk(brand: Brand, *, administrator: Staff, at: datetime) -> None:
    """Once there is a kind of visit to book. Calls can be asked for at times of the visitor's choice."""
    terms = Terms(origins=[], languages=["ru", "uk", "en"], words=WORDS, consents={})
    set_chat(brand=brand, terms=terms, by=administrator, at=at)
    rule = callbacks.rule_of(brand)
    kept = {name: getattr(rule, name) for name in OF_A_CALL}
    ruling.set_rule(brand=brand, page_open=True, by=administrator, at=at, **kept)
    assistant.set_rule(brand=brand, on=True, by=administrator, at=at)
    for template in TEMPLATES:
        flow = flows.adopt(brand=brand, template=template, by=administrator, at=at)
        flows.publish(flow_id=flow.pk, by=administrator, at=at)
        flows.switch(flow_id=flow.pk, on=True, by=administrator, at=at)
