"""What a whole answer to a notice chooses, where it says that and nothing else: so plain that a rule may act on it.

A clause that is in none of these tables, a figure or a question mark makes it a matter for a person («хорошо, но…»,
«не отменяйте», "ok if you call first"). What opens a letter, thanks, and whoever signs it say nothing.
"""

import re
from collections.abc import Collection
from enum import Enum, auto

from slovo.core.text import fold, grammemes
from slovo.promises.ladder_models import Choice

CHARACTERS_MAX = 300
CLAUSES_MAX = 12
_CLAUSES = re.compile(r"[.,!;:\n…—–]+|\s-\s")
_NOT_PLAIN = re.compile(r"[?？\d]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
GREETING_WORDS_MAX = 4
_OPENINGS = """
здравствуйте, здравствуй, добрый день, добрый вечер, доброе утро, доброго дня, доброго времени суток, привет
вітаю, вітаємо, добрий день, доброго дня, добрий вечір, доброго вечора, доброго ранку, добридень, привіт
hello, hi, hey, dear, good morning, good afternoon, good evening
"""
_THANKS = """
спасибо, спасибо вам, большое спасибо, спасибо большое, благодарю, благодарю вас, спасибо за ответ, заранее спасибо
спасибо за информацию, спасибо что предупредили, спасибо за предупреждение, спасибо что сообщили, спасибо за сообщение
дякую, дякую вам, щиро дякую, дуже дякую, дякую за відповідь, дякую що попередили, дякую за попередження
дякую за інформацію, дякую що повідомили, що попередили, що повідомили
что предупредили, что сообщили, что написали
thanks, thank you, many thanks, thanks a lot, thank you very much, thanks for letting me know, cheers
thank you for letting me know, thanks for the update, thank you for the update
"""
_PARTING = """
с уважением, всего доброго, всего хорошего, хорошего дня, з повагою, гарного дня, всього найкращого
regards, best regards, kind regards, best wishes, have a nice day, sent from my iphone
"""
_WORDS_BESIDE = "пожалуйста тогда прошу конечно да будьласка тоді звичайно так please then yes"
_FILLERS = frozenset(_WORDS_BESIDE.split())
_SAID_TOGETHER = {"будь ласка": "будьласка", "of course": "конечно"}
_FINE = """
хорошо, ладно, ок, окей, договорились, не страшно, ничего страшного, подходит, мне подходит
меня устраивает, устраивает
добре, гаразд, домовились, домовилися, не страшно, нічого страшного, підходить, мені підходить
влаштовує, мене влаштовує
ok, okay, fine, all right, alright, that's fine, that is fine, it's fine, no problem, works for me, that works
that works for me, that's ok, that's okay, fine by me, fine with me, sounds good
"""
_WAITS = """
подожду, я подожду, подождем, мы подождем, жду, я жду, ждем, мы ждем, буду ждать, я буду ждать, будем ждать, обожду
хорошо подожду, хорошо жду, ладно подожду, ок жду, ок подожду, да подожду, могу подождать, я могу подождать, согласен
согласна, я согласен, я согласна, согласны, мы согласны, готов подождать, готова подождать
почекаю, я почекаю, почекаємо, ми почекаємо, чекаю, я чекаю, чекаємо, зачекаю, я зачекаю, зачекаємо, чекатиму
буду чекати, я буду чекати, будемо чекати, чекатимемо, добре почекаю, ок почекаю
можу почекати, я можу почекати, згоден
згодна, я згоден, я згодна, згодні
i will wait, i'll wait, we will wait, we'll wait, will wait, i can wait, we can wait, i am happy to wait
i'm happy to wait, happy to wait, ok i'll wait, ok i will wait, yes i'll wait, i agree, agreed
"""
_CANCELS = """
отмена, отмените, отменяйте, отменить, отмени, отменяем, отменяю, отказ, отказываюсь, я отказываюсь, мы отказываемся
не нужно, не надо, больше не нужно, уже не нужно, больше не надо, уже не надо, мне не нужно, мне уже не нужно
хочу отменить, я хочу отменить, я отменяю, лучше отмените
скасуйте, скасувати, скасуй, скасування, скасовуйте, скасовую, скасовуємо, відмова, відмовляюсь, відмовляюся
я відмовляюсь, я відмовляюся, не треба, не потрібно, вже не треба, вже не потрібно, більше не треба, більше не потрібно
мені не потрібно, мені вже не потрібно, хочу скасувати, я хочу скасувати
cancel, cancel it, cancel that, cancel this, i cancel, i want to cancel, i'd like to cancel, i would like to cancel
we want to cancel, not needed, not needed any more, no longer needed, i don't need it, i don't need it anymore
i don't need it any more
"""
_OBJECTS = """
заказ, мой заказ, наш заказ, доставку, мою доставку, все, это, его, ее
замовлення, моє замовлення, наше замовлення, доставку, мою доставку, усе, все, це, його, її
order, the order, my order, our order, delivery, the delivery, my delivery, everything
"""


class _Said(Enum):
    WAITS = auto()
    FINE = auto()  # that alone is to wait; «хорошо, отменяйте» is not
    CANCELS = auto()
    NOTHING = auto()
    ELSE = auto()  # a person must read it


def _table(written: str) -> frozenset[str]:
    return frozenset(_folded(one) for line in written.strip().splitlines() for one in line.split(", "))


def _folded(said: str) -> str:
    return " ".join(map(fold, _WORD.findall(said.replace("’", "'").replace("ʼ", "'"))))


OPENINGS, THANKS, PARTING, FINE, WAITS = map(_table, (_OPENINGS, _THANKS, _PARTING, _FINE, _WAITS))
OBJECTS = _table(_OBJECTS)
CANCELS = _table(_CANCELS) | {f"{said} {thing}" for said in _table(_CANCELS) for thing in OBJECTS}


def chosen_plainly(text: str, *, names: Collection[str] = ()) -> Choice | None:
    """WAIT or CANCEL; None for everything that a person should read. `names`: of the customer, who may sign."""
    if not text.strip() or len(text) > CHARACTERS_MAX or _NOT_PLAIN.search(text):
        return None
    clauses = [clause for clause in map(_folded, _CLAUSES.split(text)) if clause]
    if len(clauses) > CLAUSES_MAX:
        return None
    own = {_folded(name) for whole in names for name in (whole, *whole.split())}
    addressed = len(clauses) > 1 and _opens(clauses[0]) and _is_name(clauses[1])  # «Здравствуйте, Анна!»
    said = {_said(clause, own) for clause in clauses[2 * addressed :]} - {_Said.NOTHING}
    if said in ({_Said.CANCELS}, {_Said.CANCELS, _Said.FINE}):
        return Choice.CANCEL
    return Choice.WAIT if said and said <= {_Said.WAITS, _Said.FINE} else None


def _said(clause: str, own: Collection[str]) -> _Said:
    """By one clause."""
    if clause in THANKS or clause in PARTING or clause in own or _opens(clause):
        return _Said.NOTHING
    for apart, together in _SAID_TOGETHER.items():
        clause = clause.replace(apart, together)
    words = [word for word in clause.split() if word not in _FILLERS]
    said = " ".join(words)
    if not said:
        return _Said.NOTHING
    if said in CANCELS:
        return _Said.CANCELS
    if said in WAITS:
        return _Said.WAITS
    return _Said.FINE if said in FINE else _Said.ELSE


def _opens(clause: str) -> bool:
    """«Здравствуйте, Анна», "hi Anna": a name may follow."""
    if clause in OPENINGS:
        return True
    words = clause.split()
    return len(words) <= GREETING_WORDS_MAX and any(" ".join(words[:-1]) == opening for opening in OPENINGS)


def _is_name(clause: str) -> bool:
    return all("Name" in grammemes(word, "ru") for word in clause.split())
