"""The book of the demo company: what visitors of the shop wrote, what was taken out, and what was answered."""

from datetime import datetime, timedelta

from slovo.book import actions, answering
from slovo.book.actions import Written
from slovo.book.models import Kind, Reason
from slovo.brands.models import Brand
from slovo.people.models import Staff

ENTRIES = (  # kind, days ago, what was written, what was answered
    (
        Kind.COMPLAINT,
        9,
        "Второй раз жду курьера до ночи. Обещали с 18 до 20, приехал в 22:40. Мой номер +7 900 000-00-51, никто не "
        "позвонил.",
        "Вы правы: курьер опоздал и не предупредил, так быть не должно. Теперь о задержке дольше получаса пишет сама "
        "программа, а доставку того вечера мы вернули.",
    ),
    (Kind.THANKS, 6, "Спасибо мастеру из ремонта: нашёл причину за пять минут и не взял денег.", ""),
    (
        Kind.SUGGESTION,
        3,
        "Поставьте у входа скамейку. Пока ждёшь ремонта, сесть негде, особенно пожилым.",
        "Хорошая мысль. Скамейка будет у входа до конца месяца.",
    ),
    (Kind.COMPLAINT, 0, "Крышка нового чайника закрывается со второго раза. Продавец сказал, что так у всех.", ""),
)
SUBJECTS = {Kind.COMPLAINT: "Жалоба в книге", Kind.SUGGESTION: "Предложение в книге", Kind.THANKS: "Спасибо в книге"}


def write(brand: Brand, *, administrator: Staff, agent: Staff, at: datetime) -> None:
    actions.set_book(brand=brand, is_open=True, shown_after_hours=24, by=administrator, at=at - timedelta(days=30))
    for number, (kind, days, text, answer) in enumerate(ENTRIES):
        then = at - timedelta(days=days, minutes=30)
        written = Written(kind, text, "", None, brand.language, f"demo-{number}")
        entry, _token = actions.write(brand=brand, written=written, subject=SUBJECTS[kind], at=then)
        if not days:
            continue
        later = then + timedelta(minutes=20)
        actions.look_over(entry_id=entry.pk, by=agent, at=later)
        if kind == Kind.COMPLAINT:
            why = "По этому времени узнают, кто из покупателей написал."
            actions.withhold(entry_id=entry.pk, words="22:40", reason=Reason.PERSONAL_DATA, why=why, by=agent, at=later)
        if answer:
            answering.answer(entry_id=entry.pk, text=answer, private="", published=True, sent=False, by=agent, at=later)
