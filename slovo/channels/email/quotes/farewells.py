"""What people and programs write below a message, in Russian, Ukrainian and English."""

import re
from collections.abc import Iterable

from slovo.channels.email.quotes.phrases import one_of, whole

# --- closings: "С уважением, Анна" --------------------------------------------------------------------------------

CLOSINGS = one_of(
    "с (?:искренним |глубоким |большим |огромным |неизменным )?уважением"
    "(?: и (?:благодарностью|признательностью|наилучшими пожеланиями|надеждой на сотрудничество))?"
    "(?: к вам| ко всем)?",
    r"с ув(?:аж)?\.?",
    "с наилучшими(?: пожеланиями)?",
    "с благодарностью(?: и уважением)?",
    "с признательностью",
    "с пожеланием [а-я]+",
    "искренне ваш[аи]?",
    "ваш[аи]? искренне",
    "с почтением",
    "[зі]з? (?:щирою |глибокою |великою )?повагою(?: та (?:вдячністю|найкращими побажаннями))?(?: до вас)?",
    r"з пов\.?",
    "[зі]з? найкращими(?: побажаннями)?",
    "[зі]з? вдячністю",
    "щиро ваш[аі]?",
    "зі щирою повагою",
    "з пошаною",
    "(?:with )?(?:best|kind|warm|warmest|kindest) regards",
    "(?:with )?regards",
    "best wishes",
    "br(?=,)",
    "(?:many )?(?:thanks|thank you) (?:and|&) (?:best |kind |warm )?regards",
    "(?:yours )?sincerely(?: yours)?",
    "yours (?:faithfully|truly)",
    "respectfully(?: yours)?",
    "with (?:best )?respect",
    "cordially",
)
CLOSING = whole(rf"^[*_]{{0,3}}{CLOSINGS}(?P<rest>(?=[\s,.!;:/–—*_-]|$).{{0,160}})$")
# A closing only when nothing else stands in the line and a name is below: a sentence may begin with these.
BARE_CLOSING = whole(
    "^"
    + one_of(
        "best",
        "br",
        "all the best",
        "cheers",
        "всего (?:доброго|хорошего|наилучшего)",
        "усього найкращого",
        "всього (?:доброго|найкращого)",
    )
    + ",$"
)

# --- devices and programs: "Отправлено с iPhone" ------------------------------------------------------------------

SENT = one_of("(?:письмо )?отправлено?", "послано", "написано", "надіслано", "відправлено", "sent")
VIA = one_of(
    "с", "со", "из", "через", "при помощи", "с помощью", "от", "мобильным",
    "з", "із", "зі", "від", "за допомогою", "мобільним",
    "from", "via", "with", "using",
)  # fmt: skip
DEVICES = one_of(
    "iphone", "ipad", "айфон", "galaxy", "samsung", "xiaomi", "redmi", "poco", r"mi\b", "miui", "huawei", "honor",
    "realme", "oppo", "vivo", "oneplus", "nokia", "sony", "tecno", "infinix", "meizu", "pixel", "blackberry",
    "android", "андроид", r"ios\b", "windows", r"mac\b", "macbook", "outlook", r"mail\.ru", r"mail (?:for|для|on)\b",
    "[a-z]mail", "(?:yahoo|proton|k-9) mail", "yandex", "яндекс", "рамблер", "rambler", r"ukr\.net", r"blue\b",
    "spark", "proton", "telegram", "телеграм", "thunderbird", "bat!", "typeapp", r"nine\b", "gmx",
    "телефон", "смартфон", "планшет", "phone", "tablet", "устройств", "пристро", "device", r"mobile\b", "клиентом",
    "мобильно(?:й|го) (?:почт|приложен|яндекс|устройств|рамблер)", "мобільно(?:ї|го) (?:пошт|додат|застосун|пристро)",
    "(?:моей|моєї) (?:почт|пошт)", "(?:почт|пошт)[аыи]? (?:для|на) ",
    "(?:приложен|додат|застосун)[а-яіїє]{1,4} .{0,2}(?:почт|пошт|mail)",
)  # fmt: skip
DEVICE = whole(rf"^\[?{SENT} {VIA} .{{0,60}}?{DEVICES}")
# What is said of a parcel, not of a letter.
SENT_STORY = whole(
    r"\b(?:вчера|сегодня|утром|вечером|назад|ещ[её]|уже|вчора|сьогодні|тому|ще|вже|yesterday|today|already)\b"
)
GET_APP = whole(
    "^"
    + one_of(
        "(?:get|download|скачать|получить|загрузить|скачайте|отримати|завантажити|отримайте) (?:приложение )?"
        r"(?:outlook|blue ?mail|spark|mymail|typeapp|mail\.ru|яндекс.почт.) (?:for|для|на) [\w ]{2,12}$",
        "yahoo mail: search, organize",
    )
)
BREVITY = whole(
    "[.,;]? ?"
    + one_of(
        "извините", "простите", "прошу прощения", "вибачте", "пробачте", "перепрошую", "(?:please )?excuse", "sorry"
    )
    + ".{0,80}$"
)
LINK = re.compile(r"[<(\[]? ?(?:https?://|mailto:)[^\s>)\]]{1,500} ?[>)\]]{0,2}")

# --- antivirus notes and disclaimers ------------------------------------------------------------------------------

ANTIVIRUS = whole(
    "^"
    + one_of(
        "без вирусов",
        "не содержит вирусов",
        "вирусов нет",
        r"проверено (?:антивирус|dr\.? ?web|eset|nod|kaspersky|на вирус)",
        "(?:это |данное )?(?:сообщение|письмо|электронное письмо|почта) (?:было )?(?:проверен|свободн|не содержит вир)",
        "без вірусів",
        "не містить вірусів",
        "вірусів немає",
        r"перевірено (?:антивірус|dr\.? ?web|eset|nod|на вірус)",
        "(?:це |цей )?(?:повідомлення|лист|електронний лист)(?: було| був)? перевірен",
        "virus-free",
        "this (?:e-?mail|message) (?:has been|was|is) (?:checked|scanned|virus)",
        "scanned by",
        "checked by avg",
        "no virus",
        "outgoing mail is certified",
        r"(?:https?://)?www\.(?:avast|avg)\.com",
        r"\W{0,3}#DAB4FAD8",
        r"dr\.?web",
        "__________ (?:information from|информация) ",
    )
)
DISCLAIMER = whole(
    r"^\W{0,4}"
    + one_of(
        r"(?:внимание|увага|attention|important|notice|disclaimer|warning)\b",
        "конфиденциальн",
        "уведомление о конфиденциальности",
        "(?:это|данное|настоящее) (?:электронное )?(?:сообщение|письмо)",
        "информация,? (?:содержащаяся )?в (?:этом|данном|настоящем)",
        "(?:содержание|содержимое) (?:этого|данного|настоящего)",
        "если вы (?:получили|не являетесь)",
        "конфіденційн",
        "повідомлення про конфіденційність",
        "(?:це|дане) (?:електронне )?повідомлення",
        "цей (?:електронний )?лист",
        "інформація,? (?:що міститься )?[ву] ",
        "якщо ви (?:отримали|не є)",
        "confidential",
        "this (?:e-?mail|message|communication|transmission|electronic)",
        "the (?:information|contents?) (?:contained |transmitted )?(?:in|of|by) ",
        "if you (?:are not|have received)",
    )
)
DISCLAIMER_CORE = whole(
    "confiden|конфиден|конфіден|privileged|тайн[уы]|таємниц|intended|предназнач|признач|in error|по ошибке|помилково"
)
DISCLAIMER_TOPICS = (
    DISCLAIMER_CORE,
    whole("addressee|recipient|intended|адресат|получател|одержувач|отримувач|предназнач|признач"),
    whole("attachment|вложени|приложени|вкладен|додатк"),
    whole("delete|destroy|удалит|уничтож|видал|знищ"),
    whole("notify|inform |disclos|copying|сообщите|уведомит|разглаш|копирован|повідомте|розголош|копіюван"),
)
ONE_PERSON = whole(r"\b(?:я|мне|меня|мои|мой|моя|моё|мені|мене|мої|мій|my|me|I'm|I am|I have)\b")
PRINTING = whole(
    r"^\W{0,4}(?:please )?"
    + one_of(
        "consider the environment",
        "think before you print",
        "прежде чем (?:распечат|печат)",
        "перед тем,? как (?:распечат|печат)",
        "подумайте (?:об (?:окружающей|экологии)|перед|про довкілля)",
        "берегите (?:природу|бумагу)",
        "перш ніж друк",
    )
)

# --- lines of a signature: names, titles, phones ------------------------------------------------------------------

PHONE = re.compile(r"\+?\(?\d[\d ()./–-]{5,20}\d")
CONTACT = whole(
    one_of(
        r"https?://",
        r"\bwww\.",
        r"\b[\w-]{1,40}\.(?:ru|ua|com|net|org|example|рф|укр|by|kz)\b",
        "^(?:тел|моб|факс|т|м|tel|t|m|ph|phone|mob|mobile|fax|cell|e-?mail|почта|пошта|сайт|web|skype|telegram|viber"
        r"|whatsapp|icq|адрес|адреса)\b ?[.:+]",
        r"\b(?:тел|моб|доб|вн|факс|tel|mob|ext)\.",
        r"\b(?:ул|вул|пр-т|просп|наб|пер|оф|кв)\. ?\w",
        r"(?:^|\W)(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|ТОВ|ФОП|ПП|ПрАТ|АТ|НПО|ГК|Ltd|LLC|Inc|GmbH|Corp|Co)\b\.?",
    )
)
TITLES = whole(
    "менеджер|директор|бухгалтер|инженер|начальник|руководител|специалист|секретар|юрист|заместител|президент|помощник"
    "|координатор|аналитик|консультант|снабжен|інженер|керівник|спеціаліст|фахівець|головн|заступник|помічник"
    "|отдел|служб|департамент|управлени|групп|компани|магазин|мастер|врач|юрисконсульт|фирм|склад|відділ|служба|управлінн"
    "|преподавател|учител|доцент|профессор|администратор|оператор|эксперт|технолог|механик|архитектор|дизайнер|агент"
    "|программист|разработчик|логист|экономист|представител|председател|основател|владел|предпринимател|ассистент"
    "|кафедр|факультет|институт|университет|команд|филиал|дирекци|лаборатор|отделени|редакци"
    "|викладач|вчител|професор|адміністратор|експерт|архітектор|програміст|розробник|економіст|представник|засновник"
    "|власник|підприєм|асистент|провідн|університет|інститут|філі[яї]|лабораторі|закупівел|постачан"
    "|department|team|support|sales"
    "|manager|director|engineer|accountant|officer|assistant|head of|specialist|president|ceo|cto|cfo|analyst|lecturer"
    "|professor|teacher|administrator|consultant|designer|developer|architect|founder|owner|partner|representative"
    "|secretary|coordinator|university|institute|college"
)
# What a letter is about; a number behind it is no phone.
MATTER = whole(
    one_of(
        "заказ", "замовлен", "договор", "договір", "контракт", "сч[её]т", "рахун", "трек", "накладн", "заявк", "тикет",
        "обращен", "звернен", "посылк", "посилк", "чек", "бронь", "брони",
        "order", "contract", "invoice", "tracking", "parcel", "ticket", "case", "booking", "reference",
    )
    + r"[^\W\d]{0,6}[ :,.#№-]{0,3}(?:(?:number|no|num|nr|id|is|номер|код)\b[ :,.#№-]{0,3}){0,3}[^\W\d]{0,4}[ -]?\d"
)  # fmt: skip
# Lines that open like this are said to somebody; no signature has them.
SPOKEN = whole(
    r"^(?:p\.? ?s\b|з\.? ?ы\b|п\.? ?с\b|постскриптум"
    "|жду|прошу|спасибо|благодарю|пожалуйста|звоните|звонить|позвоните|перезвоните|напишите|ответьте|отправьте|пришлите"
    "|верните"
    "|буду|будем|надеюсь|хочу|хотел|можно|когда|где|как|почему|сколько|нужно|надо|очень|сподіваюсь|сподіваюся|можна|коли"
    "|дякую|чекаю|прошу|будь ласка|телефонуйте|дзвоніть|зателефонуйте|напишіть|надішліть|перетелефонуйте|поверніть"
    r"|адреса? доставки|фото(?:графи[яи])?\b|скан(?:ы|и)?\b|файлы?\b"
    r"|delivery address|shipping address|(?:photo|scan|file)s?\b"
    "|please|thanks|thank you|call me|waiting|looking forward"
    "|(?:i|we|я|мы|ми|и ещ[её]|ещ[её]|также|а|но|та|але|also|and|but) )"
)


def count_of(patterns: Iterable[re.Pattern[str]], text: str) -> int:
    """How many of the patterns occur in the text."""
    return sum(1 for pattern in patterns if pattern.search(text))
