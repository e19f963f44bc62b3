"""What mail programs write around a quote, in Russian, Ukrainian and English.

All phrases are compared without regard to case. A new client is a new row here, seldom a new rule.
"""

import re


def one_of(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


def whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# --- attributions: "On …, … wrote:" -------------------------------------------------------------------------------

MONTHS = one_of(
    "янв", "фев", "мар", "апр", "ма[йя]", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    "січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру",
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
DATE = whole(
    one_of(
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?[ .-]{{1,2}}{MONTHS}[^\W\d]{{0,8}}[.,]{{0,2}}[ -](?:\d{{4}}(?!\d)|\d\d\b)",
        rf"\b{MONTHS}[^\W\d]{{0,8}}[.,]? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b",
        r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b",
        r"\b\d{4}[./-]\d{1,2}[./-]\d{1,2}\b",
    )
)
TIME = re.compile(r"\b\d{1,2}:\d\d\b")
COMMA_AFTER_TIME = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?(?: [AaPp]\.?[Mm]\.?)?(?: [+-]\d{4}| GMT\S{0,6})?, ")
WEEKDAYS = one_of(
    "пн", "вт", "ср", "чт", "пт", "сб", "вс", "понед", "втор", "сред", "четв", "пятн", "субб", "воскр",
    "нд", "понеділ", "вівт", "серед", "п.{0,2}ятн", "субот", "неділ", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
)  # fmt: skip
# What may stand before the date; anything else there is the author's own: "Да, везите On Thu, …".
BEFORE_DATE = whole(
    r"^\W{0,6}"
    + one_of(
        "",
        "(?:on|at|в|у|вкл|дата|date|отправлено|надіслано|sent)",
        "(?:от|від|from|am|le|el|il|op|den|пользователь|користувач)\\b.{0,60}",
        "(?:отправлено|надіслано|sent) .{0,60}",
        "(?:в|у) (?:письме|сообщении|листі|повідомленні) (?:от|від)",
    )
    + rf"\W{{0,4}}(?:\b{WEEKDAYS}\w{{0,9}})?\W{{0,6}}(?:\d\d?:\d\d(?::\d\d)?\W{{0,3}}(?:[ap]m)?\W{{0,2}})?$"
)
SECOND = re.compile(r"\b\d{1,2}:\d\d:\d\d\b")
QUOTED_NAME = re.compile(r"[\"«„'][^\"«»„“']{1,80}[\"»“']")
ADDRESS = re.compile(r"[^\s@<>()\[\]\"',;:]{1,64}@[^\s@<>()\[\]\"',;:]{1,120}")
BRACKETED = re.compile(r"[<(\[] ?(?:mailto:)?[^\s@<>()\[\]]{1,64}@[^\s@]{1,120} ?[>)\]]")

WROTE = one_of(
    "wrote", "writes", "schrieb", "написано",
    r"(?:на)?писал(?:[аио]|[ ]?[(/][- ]?а\)?)?",
    r"(?:на)?пис(?:ав|ала|али|ало)(?:[ ]?[(/][- ]?(?:ла|а)\)?)?",
    r"написа\(в/ла\)",
    "пиш(?:ет|е|ут|уть)",
)  # fmt: skip
WROTE_ANYWHERE = whole(rf"\b{WROTE}")
WROTE_END = whole(rf"\b{WROTE}[ ,]{{0,2}}:$")
WROTE_OF_ANY_GENDER = whole(r"пис(?:ал|ав) ?[(/][- ]?(?:ла|а)\)[ ,]{0,2}:$")  # "написал(а)": no person writes so
WROTE_THEN_DATE = whole(rf"(?<=\S ){WROTE},? (?:on |в |о |[^\W\d]{{1,12}}, ?)?(?=\d)")
WROTE_GAP = whole(rf"\b{WROTE}[ ,]{{0,2}}:")
YOU_WROTE = whole(r"\b(?:вы|ви|you) (?:на)?(?:писали|wrote)\b")
SENDER_THEN_TIME = whole(r"@.{1,120}\d{1,2}:\d\d(?::\d\d)?(?: [ap]m)?$")  # Nextcloud has no colon
QUOTING = whole(r"^(?:quoting|цитирую|цитирование|цитата|цитую|цитування) ")
SENDER_END = whole(r"\b(?:от|від|from) [^:]{1,80}:$")
# Lower-case words that a client never puts between a date and a name, but a story does.
STORY = re.compile(
    r"(?<![\w@.-])(?:я|мы|мне|меня|нам|нас|мой|мо[яюеё]|наш\w{0,3}|ваш\w{0,3}|вам|вас|мені|мене|ми|мій|мо[єї]|"
    r"I|me|my|we|us|our|your|that|что|що|как|як|сегодня|вчера|вчора|сьогодні|today|yesterday)(?![\w@-])"
)
BETWEEN_TIME_AND_ADDRESS = re.compile(
    r"(?:[ ,.+:]|\d{1,4}|\b[^\W\d_a-zа-яіїєґ]\w{0,40}"
    r"|\b(?:от|від|from|by|am|pm|[A-Z]{3,4}|в|о|г|р|пользователь|користувач)\b)*"
)

# --- header blocks: "From: … Sent: … To: …" -----------------------------------------------------------------------

HEADERS = {
    "from": ("from", "от", "от кого", "отправитель", "від", "від кого", "відправник", "автор"),
    "date": (
        "sent", "date", "sent on", "дата", "отправлено", "отправленные", "отправлен", "надіслано", "відправлено",
        "дата отправки", "дата и время", "дата та час",
    ),
    "to": ("to", "кому", "получатель", "получатели", "одержувач", "отримувач"),
    "cc": ("cc", "bcc", "копия", "копія", "скрытая копия", "прихована копія", "сс"),
    "subject": ("subject", "тема", "re"),
    "other": (
        "reply-to", "reply to", "importance", "priority", "attachments", "важность", "вложения", "ответить",
        "важливість", "вкладення", "organization", "организация", "mailed-by", "при участии",
    ),
}  # fmt: skip
HEADER_KINDS = {name: kind for kind, names in HEADERS.items() for name in names}

# A header inside a line, where a program has put the whole block into one.
INLINE_HEADER = whole(
    r"(?:^|[\s>])\*{0,2}("
    + "|".join(re.escape(name) for name in sorted(HEADER_KINDS, key=len, reverse=True))
    + r")\*{0,2} ?:(?=[ *])"
)

ORIGINAL = one_of(
    "original message", "original appointment", "original text", "reply message",
    "исходное сообщение", "исходное письмо", "оригинальное сообщение", "первоначальное сообщение",
    "оригинал сообщения", "оригінальне повідомлення", "вихідне повідомлення", "початкове повідомлення",
    "первинне повідомлення", "оригінал повідомлення", "ориг[іи]нальн[ыи]й лист", "исходящее сообщение",
    "исходный текст", "вихідний текст", "початковий текст", "оригінальний текст",
)  # fmt: skip
FORWARDED = one_of(
    "forwarded message", "forwarded by", "forwarded letter", "begin forwarded message",
    "(?:начало )?(?:пересылаемо|пересланно|перенаправленно|переадресованно)(?:е|го) (?:сообщени|письм)",
    "(?:початок )?(?:переслан|переадресован|перенаправлен)(?:е|ого|ий) (?:повідомлення|лист|листа)",
    "лист, що пересилається", "повідомлення, що пересилається", "переслано від", "переслано",
)  # fmt: skip
DASHED = whole(rf"^[>\s]{{0,4}}[-=_*—–]{{2,90}}[\s8<>=-]{{0,60}}(?:{ORIGINAL}|{FORWARDED})")
# Lotus Notes names the sender where others say "Original Message": "-----Anna <…> wrote: -----".
DASHED_SENDER = whole(rf"^-{{3,10}} ?[^-].{{0,160}}\b{WROTE} ?: ?-{{3,10}}$")
TITLE = whole(rf"^(?:{ORIGINAL}|{FORWARDED}):?$")  # right above a header block
UNDASHED = whole(
    "^"
    + one_of(
        "begin forwarded message",
        "forwarded message",
        "(?:пересланное|пересылаемое) (?:сообщение|письмо)",
        "начало (?:переадресованного|пересылаемого|пересланного) сообщения",
        "(?:переслане|переадресоване) повідомлення",
        "пересланий лист",
        "початок листа, що пересилається",
        "початок (?:переадресованого|пересланого) повідомлення",
    )
    + ":$"
)
FORWARD_END = whole(
    r"^[-=_*—–]{2,90}[\s8<>=-]{0,60}"
    + one_of(
        "end of (?:forwarded|original) message",
        "конец пере",
        "конец исходного",
        "кінець пере",
        "кінець оригінал",
        "кінець вихідного",
        "кінець початкового",
    )
)
# Help desks ask to answer above a line; below it everything is theirs.
ANSWER_ABOVE = whole(
    one_of(
        "(?:reply|respon(?:d|se)|answer|write|type)[^.!?]{0,30} above th(?:is|e) line",
        "ответ[^.!?]{0,30} выше (?:этой|данной) (?:строки|линии|черты)",
        "відпов[^.!?]{0,30} (?:вище|над) (?:цієї|цього|цією) (?:лінії|рядка|лінією|риски)",
    )
)
DELIMITERS = frozenset({"--", "—", "–"})  # what people type for "-- "
RULE = re.compile(r"^[-_=—–*]{3,}$")

# The author says that the answers stand inside the quoted text, which then nobody can tell apart by its lines.
ANSWERS = "(?:ответ|коммент|відпов|комент|answer|comment|repl|response)"
INSIDE = one_of(
    "ниже", "нижче", "below", "in-?line", "тексте", "тексту", "тексті",
    "(?:красн|син|зел[её]н|червон|зелен)[іиы]м", "in (?:red|blue|green)", "(?:red|blue|green) (?:text|font|colou?r)",
)  # fmt: skip
ANSWERED_INSIDE = whole(rf"(?:{ANSWERS}[^.!?]{{0,60}}{INSIDE}|{INSIDE}[^.!?]{{0,40}}{ANSWERS}|see in-?line)")

# What a person writes above a quote that no program introduced: "Вы спрашивали:", "Hi Ivan:".
GREETINGS = one_of(
    "dear", "hi", "hello", "здравствуйте", "добр(?:ый|ого|ое|ий)", "уважаем", "вітаю", "шановн", "прив[еі]т"
)
THEIR_WORDS = one_of(
    "вопрос", "письм", "сообщени", "спраш", "спрос", "писал", "цит[иу]", "пункт",
    "питан", r"лист[іа]?\b", "повідомлен", "запит", "пис(?:ав|али)",
    "question", "ask", "message", "e-?mail", "letter", "wrote", "quot", "points",
)  # fmt: skip
SHOWS_A_QUOTE = whole(rf"\b{THEIR_WORDS}|^{GREETINGS}.{{0,40}}$")

# A full stop that ends no sentence.
ABBREVIATED_END = re.compile(r"(?:\b\w|\b(?:Ltd|Inc|Corp|Co|Jr|Sr|Dr|обл|ул|вул|тел|руб|грн|г|р|etc))\.$")


def is_rule(text: str) -> bool:
    return text in DELIMITERS or RULE.match(text) is not None
