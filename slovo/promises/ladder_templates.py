"""Ladders that are shipped, for a brand to take over and change. Their reasons are data, in the customer's language.

Minutes are before the deadline. The taxi dispatcher's: at 10 the driver's side, at 5 the lead, at 3 the customer is
asked, who by then has a choice and not a grievance.
"""

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from slovo.promises.kinds import Kind
from slovo.promises.ladder_models import Deed
from slovo.promises.ladders import Step

HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Template:
    """`kind`: which it is meant for; "" for any of a brand's own."""

    slug: str
    name: str | Lazy
    kind: str
    steps: tuple[Step, ...]


def _owner(minutes: int) -> Step:
    return Step(minutes, Deed.NUDGE_OWNER.value)


def _lead(minutes: int) -> Step:
    return Step(minutes, Deed.NUDGE_LEAD.value)


def _tell(minutes: int, later: int, *, ru: str, uk: str, en: str) -> Step:
    reasons = {"ru": ru, "uk": uk, "en": en}
    return Step(minutes, Deed.TELL_CUSTOMER.value, later, reasons, offers_choice=True)


_WORK = {
    "ru": "Работа заняла больше времени, чем мы думали.",
    "uk": "Робота забрала більше часу, ніж ми думали.",
    "en": "The work took longer than we thought.",
}
_ROAD = {
    "ru": "Курьер задерживается в дороге.",
    "uk": "Кур’єр затримується в дорозі.",
    "en": "The courier is held up on the road.",
}

TEMPLATES: dict[str, Template] = {
    one.slug: one
    for one in (
        Template(
            "taxi",
            _("Taxi dispatcher"),
            "",
            (
                _owner(10),
                _lead(5),
                _tell(
                    3,
                    10,
                    ru="Машина задерживается в пути.",
                    uk="Машина затримується в дорозі.",
                    en="The car is held up on its way.",
                ),
            ),
        ),
        Template(
            "photographer",
            _("Photographer"),
            "",
            (
                _owner(3 * DAY),
                _lead(2 * DAY),
                _tell(
                    DAY,
                    2 * DAY,
                    ru="Обработка снимков заняла больше времени, чем мы думали.",
                    uk="Обробка знімків забрала більше часу, ніж ми думали.",
                    en="Editing the pictures took longer than we thought.",
                ),
            ),
        ),
        Template("courier", _("Courier"), Kind.DELIVERY.value, (_owner(45), _lead(30), _tell(20, 40, **_ROAD))),
        Template(
            "kitchen",
            _("Kitchen"),
            "",
            (
                _owner(10),
                _lead(7),
                _tell(
                    5,
                    15,
                    ru="На кухне сейчас больше заказов, чем обычно.",
                    uk="На кухні зараз більше замовлень, ніж зазвичай.",
                    en="The kitchen has more orders than usual.",
                ),
            ),
        ),
        Template("answer", _("Answer"), Kind.ANSWER.value, (_owner(30), _lead(15))),
        Template("callback", _("Callback"), Kind.CALLBACK.value, (_owner(10), _lead(5))),
        Template(
            "delivery",
            _("Delivery"),
            Kind.DELIVERY.value,
            (_owner(4 * HOUR), _lead(2 * HOUR), _tell(HOUR, DAY, **_ROAD)),
        ),
        Template(
            "repair", _("Repair"), Kind.REPAIR.value, (_owner(DAY), _lead(6 * HOUR), _tell(3 * HOUR, DAY, **_WORK))
        ),
        Template(
            "refund",
            _("Refund"),
            Kind.REFUND.value,
            (
                _owner(DAY),
                _lead(6 * HOUR),
                _tell(
                    3 * HOUR,
                    DAY,
                    ru="Банк ещё не провёл платёж.",
                    uk="Банк ще не провів платіж.",
                    en="The bank has not made the payment yet.",
                ),
            ),
        ),
        Template(
            "visit",
            _("Visit"),
            Kind.VISIT.value,
            (
                _owner(HOUR),
                _lead(45),
                _tell(
                    30,
                    HOUR,
                    ru="Мастер задерживается на предыдущем вызове.",
                    uk="Майстер затримується на попередньому виклику.",
                    en="The technician is held up at the visit before yours.",
                ),
            ),
        ),
        Template("follow_up", _("Follow-up"), Kind.FOLLOW_UP.value, (_owner(2 * HOUR), _lead(HOUR))),
    )
}
