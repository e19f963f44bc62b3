"""The words by which it hears what an answer was worth, in three languages: patterns over `core.text.line`."""

import re


def anywhere(lines: str) -> re.Pattern[str]:
    """Whole words; each line is one more way to say it."""
    return re.compile(rf"(?<= )(?:{one_of(lines)})(?= )")


def at_the_start(lines: str) -> re.Pattern[str]:
    return re.compile(rf"^ (?:{one_of(lines)})(?= )")


def however_spelt(lines: str) -> re.Pattern[str]:
    """As `anywhere`, where soft signs and apostrophes are left out, as many do."""
    lines = re.sub(r"(?<=[а-яіїєґ])'", "'?", lines.replace("ь", "ь?"))
    return anywhere(lines.replace(r" \w+", r" [\w'-]+").replace(r"\w+ ", r"[\w'-]+ "))


def one_of(lines: str) -> str:
    """A line that ends with "|" goes on in the next one."""
    whole = re.sub(r"\|\n *", "|", lines)
    return "|".join(filter(None, (line.strip() for line in whole.splitlines())))


# After an answer: that it was none, wherever in the message it stands. «Не то» alone may be said of a parcel.
_NOT_EN = r"(?:\w+n't|didnt|doesnt|hasnt|havent|isnt|wasnt|dont|not|never)"
_NOT_EN += r"(?: (?:really|actually|very|quite|that|much|been|me|fully|even))*"
NO_HELP = anywhere(rf"""
    не (?:очень |особо |сильно |совсем |слишком )?(?:помог\w*|поня\w*)|непонятно|не ясно|неясно
    не ответил\w*|не отвеча\w*|не про то|не об этом|не о том|не по (?:теме|делу)|не подходит
    (?:это|совсем|вообще|опять|снова|но|нет) не то|не то что я|не на тот вопрос|не совсем
    бесполезно|без толку|толку (?:нет|никакого|мало)|не (?:это|про это) спра\w*|(?:о|про) друго[ме]|другое спра\w*
    нет ответа|ответа (?:тут |здесь )?нет|не вижу ответа|уже (?:читал\w*|пробовал\w*|видел\w*)
    не (?:дуже |надто |зовсім |особливо )?(?:допом\w*|зрозумі\w*)|незрозуміло|неясно
    не відпові\w*|не про те|не про це|не (?:по|за) тем\w*|не підходить|не зовсім
    (?:це|зовсім|знову|але|ні) не те|не те що я|не (?:це|про це) пита\w*|про інше|інше пита\w*|марно
    немає відповіді|відповіді (?:тут )?немає|вже (?:читав|читала|пробував|пробувала|бачив|бачила)
    did(?:n't|nt| not) work|unclear|confus\w+|no (?:help|use|good|answer)|not (?:really|quite|at all)|off topic
    (?:is|was|about) something else|already (?:tried|read|seen|did)|for nothing|irrelevant|useless
    (?:makes no|doesn't make) sense
    {_NOT_EN} (?:help\w*|useful|clear|understand|understood|answer\w*|what i|relevant|the (?:question|answer|point))
""")
NO_FIRST = at_the_start(r"""
    нет|не то|не так|неправда|вы уверены|уверены|точно|правда|это не|сомнева\w*
    ні|не те|неправильно|ви впевнені|впевнені|справді|це не|сумніва\w*
    no|nope|wrong|not that|not what|are you sure|really(?! help| good| great)|i doubt|doubt
    that's not|thats not|that is not|it didn't|it doesn't
""")

# A "no" that is none.
NOTHING_MORE = anywhere(r"""
    (?:нет )?(?:больше )?нет вопросов|(?:нет )?вопросов (?:больше )?(?:нет|не осталось)
    (?:нет )?больше ничего не (?:надо|нужно)|нет проблем
    (?:ні )?(?:більше )?(?:немає питань|питань (?:більше )?(?:немає|нема))
    (?:ні )?більше нічого не (?:треба|потрібно)
    (?:no )?no (?:more |further |other )?questions|no problem|no worries
    (?:no )?nothing else|(?:no )?that(?:'s|s| is) all
""")
# Whoever says one of these, and nothing beside it but what goes with it, has been helped.
YES = anywhere(r"""
    да|ага|угу|помогло|помогли|спасибо|спс|благодарю|понятно|понял|поняла|ясно|разобрал(?:ся|ась)|получилось|ок|окей
    так|допомогло|допомогли|дякую|дяка|зрозуміло|зрозумів|зрозуміла|розібра(?:вся|лася)|вийшло
    yes|yep|yeah|yup|ok|okay|helped|helps|helpful|thanks|thank you|thx|ty|got it|cheers|understood|clear|sorted
""")
_WITH_A_YES = """
    большое огромное очень вам тебе за ответ помощь информацию подсказку это все теперь и то что нужно надо мне хорошо
    отлично супер класс прекрасно замечательно здорово верно уже ну вот всего доброго хорошего дня до свидания пока
    велике щиро дуже тобі відповідь допомогу інформацію підказку це тепер і й те що треба потрібно мені добре чудово
    клас вірно вже ось гарного побачення
    very much so a lot for your the help answer info information it this that that's thats is was all now and i
    great perfect good excellent brilliant lovely super fine everything have me nice day bye goodbye really many
"""
WITH_A_YES = frozenset(_WITH_A_YES.split())
