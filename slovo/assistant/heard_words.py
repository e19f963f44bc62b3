"""The words by which the assistant hears more than a question, in three languages: patterns over `core.text.line`."""

import re


def anywhere(lines: str) -> re.Pattern[str]:
    """Whole words; each line is one more way to say it."""
    return re.compile(rf"(?<= )(?:{one_of(lines)})(?= )")


def at_the_start(lines: str) -> re.Pattern[str]:
    return re.compile(rf"^ (?:{one_of(lines)})(?= )")


def one_of(lines: str) -> str:
    return "|".join(filter(None, (line.strip() for line in lines.splitlines())))


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


# So many people are no request for one.
COUNTED = anywhere(r"""
    (?:\d+|дв\w+|трех|троих|тре\w+|четвер\w+|четыре\w*|пят\w+|шест\w+|сколько|несколько) (?:\w+ )?(?:человек\w*|люд\w+)
    (?:двох|трьох|чотир\w+|п'ят\w+|шіст\w+|скільки|кілька) (?:\w+ )?(?:людин\w*|люд\w+|осіб)
    (?:two|three|four|five|six|seven|eight|many|several|few|old) (?:\w+ )?(?:people|persons)
""")
STAFF = anywhere(r"""
    оператор\w*|менеджер\w*|консультант\w*|operator|human|agent|representative|manager|supervisor
    (?:служб\w+|отдел\w*) (?:поддержки|заботы)|служб\w+ (?:підтримки|турботи)|customer (?:service|support|care)
""")
# Nobody stands behind these words but people.
NO_BOT = anywhere(r"""
    не бот\w*|не робот\w*|без (?:бота|робота|ботов|роботов|ботів|роботів)|(?:отключи\w*|убери\w*|хватит|стоп) бот\w*
    не (?:хочу|буду|желаю|собираюсь|надо|нужен|бажаю|треба|потрібен) (?:\w+ ){0,3}(?:бот\w*|робот\w*|автоответчик\w*)
    (?:вимкн\w+|прибер\w+|досить) бот\w*|(?:надоел|устал|устала|набрид) (?:\w+ ){0,2}(?:бот|бота|робот|робота)
    not a bot|no bots?|not a robot|no robots?|(?:don't|dont|not|won't) (?:\w+ ){0,5}(?:bot|bots|robot|robots|machine)
""")
IS_ANYBODY_THERE = anywhere(r"""
    есть (?:тут |здесь |там )?(?:кто|кто-то|кто-нибудь|живые)(?: живой| есть| тут| здесь| там)?
    (?:кто-нибудь|кто-то|хоть кто-нибудь) (?:есть|тут|здесь|живой|ответит|меня|поможет|слышит|на связи)
    (?:є|есть) (?:тут |там )?(?:хто|хтось)(?: живий)?|(?:хтось|хто-небудь) (?:є|тут|живий|відповість|допоможе|чує)
    (?:is|are|can) (?:there )?(?:any|some)(?:body|one) (?:out )?(?:there|here|alive|around|real|help|answer|reply)
    (?:anybody|anyone) (?:there|here|home|alive|around)
""")
SOMEBODY = r"""
    (?<! на )человек|(?<! на )человека|человеком|людьми|кто-то|живо(?:й|го|му|м)(?! \w+)
    живо(?:й|го|му|м) человек\w*|живым|кто-нибудь|кого-нибудь|кем-нибудь|кого-то|кем-то
    сотрудник\w*|специалист\w*|администратор\w*|админ\w*|руководител\w*|начальник\w*|старшего|поддержк\w*|диспетчер\w*
    людину|людиною|людина|живу людину|живого|живим|живою|хтось|когось|кимось|працівник\w*|спеціаліст\w*|фахівц\w*
    адміністратор\w*|керівник\w*|начальник\w*|підтримк\w*|техпідтримк\w*|техподдержк\w*
    person|someone|somebody|anybody|anyone|support|staff|admin|administrator|helpdesk
"""
CALLING = r"""
    позов\w*|позвать|соедин(?:и|ите|ить)|переключ\w*|перевед\w*|дай|дайте|поговор\w*|разговаривать|говорить
    пообщат\w*|пусть|мне бы
    общаться|свяж\w*|связаться|пригласи\w*|ответи\w*|нужен|нужна|нужно|хочу|хотел\w*|можно|где|подключ\w*
    поклич\w*|покликати|з'єдна(?:й|йте|ти)|перемкн\w*|зв'яж\w*|зв'язатися|поспілкува\w*|спілкува\w*|говорити
    потріб\w*|треба|хай|нехай|щоб|хотів\w*|можна|де|запрос\w*|відпові\w*
    talk|talking|speak|speaking|chat|connect|transfer|get|want|need|give|call|reach|contact
"""
# What may stand between.
_BESIDES = """
    мне меня нас с со к на из пожалуйста уже просто бы сюда хоть вашего вашей вашу какого-нибудь любого другого срочно
    відповіла відповів поговорила поговорив допомогла ответит ответил ответила поможет помог
    мені мене нас з із зі до на будь ласка вже просто сюди хоч вашого вашу якогось будь-якого іншого терміново
    me us to with please just a an the your some any real live actual through
"""
_BETWEEN = rf"(?: (?:{'|'.join(_BESIDES.split())}))*"
CALLED = anywhere(rf"""
    (?:{one_of(CALLING)}){_BETWEEN} (?:{one_of(SOMEBODY)})
    (?:{one_of(SOMEBODY)})(?: \w+)? (?:пожалуйста|позовите|дайте|будь ласка|покличте|please)
    (?:кто|хто) (?:у вас |тут |здесь )?(?:главный|головний|старший)
    (?:person|somebody|someone|anybody|anyone) (?:i|we) (?:can|could) (?:talk|speak|write)
    real (?:person|people)|live (?:person|support)|(?:talk|speak) to people|(?:connect|transfer) me|put me through
""")
# With few words around them these are enough.
IN_SHORT = anywhere(r"""
    соедини|соедините|переключи|переключите|позови|позовите|з'єднай|з'єднайте|перемкніть|покличте
    (?<! на )(?<! за )(?:человек|человека|людину|людина)|кто-нибудь|хтось|(?<! per )(?<! in )person|someone|somebody
    поддержка|техподдержка|підтримка|техпідтримка|support
""")

ANGRY = anywhere(r"""
    безобрази\w*|кошмар|ужас|(?:вы|меня|уже|все) достали|достали (?:уже|вы|меня|все)|задолбал\w*|издева\w*
    мошенни\w*|обманщик\w*|обманыва\w*|обманули|жулик\w*|аферист\w*
    сколько (?:еще )?можно(?: уже| вас| ждать| это| терпеть| издеваться)|(?:да|ну|и) сколько можно
    (?:бот|робот|ты|вы|совсем) туп\w+|тупые|тупость|туп\w+ (?:бот\w*|робот\w*|машин\w*)|идиот\w*|дебил\w*|кретин\w*
    бесит\w*|бесите|хамство|хамите|хам|хамы|подам в суд|иду в суд|пойду в суд|увидимся в суде|засужу|позор|позорище
    ненавижу|ненавидим|в ярости|в бешенстве|взбешен\w*
    (?:буду|будем|стану|иду) жаловаться|пожалуюсь|напишу жалобу|подам жалобу|роспотребнадзор\w*|прокуратур\w*
    (?:худш|жутк|кошмарн|мерзк)\w+ (?:\w+ )?(?:сервис\w*|обслуживани\w*|магазин\w*|компани\w*)|отвратительн\w+
    отстой|возмут\w+|возмущ\w+|наглость|обнагле\w*|наглые|лжец\w*|лгун\w*|вне себя
    (?:я|очень|ужасно) (?:зол|зла|злой|злюсь)|сервис дно|жуткий сервис
    ужасн\w+ (?:сервис|обслуживание|отношение|компания|магазин)|бред|чушь|заколебал\w*|терпение (?:лопнуло|кончилось)
    совести (?:у вас )?нет|как вам не стыдно|больше никогда|вранье|врете|лжете
    неподобство|жах|дістали|знуща\w+|шахра\w+|ошукан\w*|(?:бот|робот|ти|ви) туп\w+|туп\w+ бот\w*|ідіот\w*|дратує\w*
    (?:піду|подам|звернусь) до суду
    скільки (?:ще )?можна(?: вже| вас| чекати| це| терпіти)|(?:та|ну|і) скільки можна|ганьба|ненавиджу|(?:в|у) люті
    (?:буду|будемо) скаржи\w+|поскаржусь|напишу скаргу|найгірш\w+ (?:\w+ )?(?:сервіс\w*|обслуговування|магазин\w*)
    жахлив\w+ (?:сервіс|обслуговування|ставлення)|огидн\w+|обурен\w*|обурлив\w*|нахабство|набридли|задовбал\w*|брешете
    маячня|(?:я|дуже) (?:злий|зла|лютий|люта)|знахабніли|брехня|брехун\w*|терпець (?:урвався|увірвався)
    як вам не соромно
    ridiculous|unacceptable|scam\w*|stupid(?! question)|idiots?|useless|furious|livid|fed up|sick (?:and tired )?of
    sue|wtf|rubbish
    (?:awful|terrible|horrible|appalling|lousy|poor|shocking) (?:service|company|experience|attitude|support)
    worst (?:\w+ )?(?:service|company|experience|shop|support|clinic|taxi|ever)|(?:i|we) (?:\w+ )?hate
    hate (?:you|this)
    disgusting|disgrace\w*|disgusted|appalling|pathetic|outrag\w+|what a joke|is a joke|liars?|thie(?:f|ves)|crooks?
    frauds?
    (?:will|i'll|we'll|am) complain(?:ing)?|report you|waste of (?:\w+ )?(?:time|money)|incompetent
    enough is enough
    had enough|never again|ripped off|rip off|shame on|how dare|morons?|dumb|(?:am|so|very) angry
    (?:is|total) (?:garbage|trash)|(?:just|simply|absolutely|truly) (?:terrible|awful|horrible)
    piss off|pissed(?: off)?|screw you|(?:this|it|you|service|that) sucks?|go to hell|(?:what|where) the hell|damn
    damned
""")
# Obscenities by their roots, at the beginning of a word.
OBSCENE = anywhere(r"""
    бля|блять|бляд\w*|(?<! где )сука(?! \w+лась)|суки|сучар\w*|(?:на|по|ни|а|от)?ху[йеяию]\w*|пизд\w+
    (?:за|на|от|вы|у|до|разъ|съ|подъ)?еб(?:а|у|и|л|н)\w*
    охуе\w*|охуи\w*|долбоеб\w*|мудак\w*|мудил\w*|гандон\w*|говн\w+|дерьм\w+|(?:в|через) жоп\w+|жопа|нахрен|нафиг
    какого хрена|что за хрень|що за хрінь
    хреново|херн\w+|нахер|похер|какого хера|какого черта|пошел ты|пошли вы|(?:иди|идите) (?:вы|к черту|лесом)
    сволоч\w*|ублюд\w+|твар[ьи]
    курв\w+|лайн\w+|гівн\w+|довбо\w+|срак\w+|(?:за|ви|на|роз)?йоб\w*|(?:за|ви|на)?їба\w*|йобан\w*|падлюк\w*|бидло
    (?:mother)?fuck\w*|shit|shits|shitty|shite|bullshit|crap|crappy|ass?hole\w*|arsehole\w*|bastards?|bitch(?:es)?
    dickheads?
""")
