"""Why it takes longer, as whoever does the work chooses it and as customers read it: data, like the words of notices,
because it is written in the customer's language, not in the reader's.
"""

LONGER = "longer"
REASONS: dict[str, dict[str, str]] = {
    LONGER: {
        "ru": "Работа занимает больше времени, чем мы думали.",
        "uk": "Робота забирає більше часу, ніж ми думали.",
        "en": "The work takes longer than we thought.",
    },
    "traffic": {"ru": "Пробки на дороге.", "uk": "Затори на дорозі.", "en": "There is a traffic jam."},
    "before": {
        "ru": "Задержались на предыдущем заказе.",
        "uk": "Затрималися на попередньому замовленні.",
        "en": "The order before yours took longer.",
    },
    "part": {
        "ru": "Ждём нужную деталь.",
        "uk": "Чекаємо на потрібну деталь.",
        "en": "We are waiting for a part.",
    },
    "weather": {"ru": "Мешает погода.", "uk": "Заважає погода.", "en": "The weather holds us up."},
}


def words_of(reason: str) -> dict[str, str]:
    """By language; nothing for words of their own."""
    return REASONS.get(reason, {})
