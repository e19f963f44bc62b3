"""The words by which somebody asks for a person: families of people and of calling, in three languages."""

from slovo.assistant.heard_words import anywhere, however_spelt, one_of

# So many people, and other people, are no request for one.
COUNTED = anywhere(r"""
    (?:\d+|дв\w+|трех|троих|тре\w+|четвер\w+|четыре\w*|пят\w+|шест\w+|десят\w+|сколько|
    несколько) (?:\w+ )?(?:человек\w*|люд\w+)
    человек\w* (?:\d+|пять|шесть|семь|восемь|девять|десять|двадцать|тридцать)
    (?:двох|трьох|чотир\w+|п'ят\w+|шіст\w+|десят\w+|скільки|кілька) (?:\w+ )?(?:людин\w*|люд\w+|осіб)
    (?:two|three|four|five|six|seven|eight|many|several|few|old) (?:\w+ )?(?:people|persons)
    (?:друг|посторонн|чуж|пожил|інш|сторонн|літн|стороннь)\w+ (?:человек\w*|люд\w+|особ\w+)
    (?:кто|хто)-?(?:то|сь) (?:другой|інший)
    (?:another|other|different|elderly|older|sick|disabled) (?:person|people|human)|(?:some|any)(?:one|body) else
    (?:some|any)(?:one|body) with (?:me|us|him|her)|in person|per person
    жив\w+ (?:человек|людин)\w* (?:на|в|у) (?!лини|связ|провод|ліні|зв'яз|дрот|чат)\w+|(?:дай|дайте) (?:человеку|людині)
    living person (?:on|in) (?:the|a) \w+
""")
# Of others, or of something else: these call nobody, unless a word of calling stands beside them.
OF_OTHERS = anywhere(r"""
    (?:мобильн|сотов|телефонн|мобільн|стільников)\w+ оператор\w*
    оператор\w* (?:связи|зв'язку|мобильн\w*|мобільн\w*|сотов\w*)
    (?:менеджер|оператор|консультант)(?: \w+){0,3} (?:сказал\w*|говорил\w*|обещал\w*|писал\w*|казав|казала|обіця\w*|
    писав)
    (?:сказал\w*|обещал\w*|казав|казала|обіця\w*) (?:\w+ )?(?:менеджер|оператор|консультант)\w*
    (?:звон|дзвон|дзвін|перезв|набер|набира)\w* (?:\w+ )?(?:оператор|менеджер|консультант)\w*
    (?:оператор|менеджер|консультант) (?:\w+ )?(?:звон|дзвон|перезв|позвон|подзвон|зателефон|набер)\w*
    (?:operator|manager|agent|representative) (?:ring|call|phone)s?
    (?:ring|call|phone)s? from (?:an?|the) (?:operator|manager|agent)
    оператор\w* доставк\w*|agents? (?:for|against) (?:the )?(?:\w+scale|scale|stains?|rust|mould|cleaning)
    (?:mobile|phone|network|tour|crane|delivery) operator\w*|(?:travel|estate|insurance|real estate) agents?
    (?:told|said|confirmed) by (?:an?|the|your) (?:\w+ )?(?:operator|agent|manager|representative|supervisor)
    (?:operator|agent|manager|representative|supervisor) (?:of|at|in|from) (?:the|an?|our|my|their) \w+
    (?:operator|agent|manager|representative|supervisor) (?:said|told|promised|says|confirmed)
    human (?:resources|rights|body|hair|error|consumption|use)
    (?:cleaning|descaling|cleansing|whitening|contrast) agents?
    customer (?:service|support|care) (?:\w+ )?(?:hours|times|number|address)
""")
STAFF = however_spelt(r"""
    оператор\w*|менеджер\w*|менагер\w*|консультант\w*|operators?|human|hooman|agent|reps?|representative|manager
    supervisor|(?:member|somebody|someone) of (?:the )?(?:staff|team)
    (?:служб\w+|отдел\w*) (?:поддержки|заботы)|служб\w+ (?:підтримки|турботи)|customer (?:service|support|care)
""")

_BOT = r"(?:чат-?)?бот\w{0,3}|ботяр\w*|робот(?:ом|ами|ам|ы|ов|ів|ах)?|автоответчик\w*|автовідповідач\w*"
_BOT += r"|автомат(?:ом|ами|ика"
_BOT += r"|ики)"
_BOT += r"|нейросет\w+|нейронк\w+|машиной|машиною|программой|програмою|компьютером|комп'ютером|ии|ші"
_BOT += r"|искусственн\w+ интеллект\w*|штучн\w+ інтелект\w*"
_BOTS = r"(?:chat ?)?bots?|robots?|ai|automated \w+|automat(?:ion|ic) \w+"
_THING = r"(?:chat ?)?bots?|robots?|ai|machines?|computers?|programs?|programmes?"
_NOT_WITH = r"не (?:хочу|буду|желаю|собираюсь|надо|нужен|нужна|стану|могу|умею|разбираюсь|понимаю|общаюсь|говорю"
_NOT_WITH += r"|разговариваю|бажаю|треба|потрібен|потрібна|вмію|можу|розмовляю|спілкуюсь|спілкуюся|второпаю|розумію)"
NO_BOT = however_spelt(rf"""
    не (?:с |со |з |із |от |від )?(?:бот\w{{0,3}}|робот\w{{0,3}}|автоответчик\w*|автовідповідач\w*)
    (?:а|и|та|только|тільки) не (?:с |со |з |із |от |від )?(?:{_BOT})
    (?:без|вместо|замість|кроме|крім) (?:\w+ )?(?:бот\w*|робот\w*|автомат\w*|нейро\w+|автоответчик\w*)
    (?:роботу|робота) не (?:объясн|понима|второпа|пояснит|втямит)\w*|{_NOT_WITH}(?: \w+){{0,3}} (?:{_BOT})
    (?:{_BOT})(?: \w+){{0,2}} {_NOT_WITH}
    (?:{_BOT}) (?:\w+ )?не (?:понима\w*|понял\w*|помог\w*|помога\w*|объясн\w*)
    (?:{_BOT}) (?:\w+ )?не (?:розумі\w*|допома\w*|поясн\w*|впора\w*|справ\w*)
    (?:{_BOT}|чатбот) (?:мне |мені |мене |меня )?не (?:надо|нужен|треба|потрібен|влаштовує|устраивает|подходит)
    (?:тільки|только|лишь бы|хоч би|аби|краще|лучше) (?:живого|живой|живий|людин\w+|человек\w*|люд\w+)
    (?:бот\w*|робот\w*) (?:отстань|уйди|исчезни|замолчи|йди|іди|геть|відчепись|замовкни)
    (?:отключи\w*|убери\w*|хватит|стоп|скипни\w*|выключи\w*) (?:\w+ )?(?:бот\w*|робот\w*)
    (?:вимкн\w+|прибер\w+|досить|годі) (?:\w+ )?(?:бот\w*|робот\w*)
    (?:автоматическ|шаблонн|автоматичн)\w+ (?:ответ|відповід)\w*
    (?:automated|canned|scripted) (?:repl|respon|answer|messag)\w*
    (?:надоел|устал|устала|набрид|втомився|втомилася) (?:\w+ ){{0,2}}(?:бот|бота|боты|робот|робота|роботы)
    (?:not|isn't|isnt|than|rather than|instead of) (?:with |to )?(?:an? |this |your |some )(?:{_THING})
    (?:not|no|without|skip|stop|never|instead of|than|hate) (?:the |your |this |any |these )?(?:{_BOTS})
    (?:don't|dont|not|won't|wont|can't|cant|refuse|tired)(?: \w+){{0,5}} (?:bots?|robots?|chatbots?)
    (?:not|don't|dont|won't|wont|refuse to|tired of)(?: \w+){{0,2}} (?:talk|talking|speak|speaking|chat) (?:with|
    to) (?:an? |the )?(?:{_THING})
    (?:don't|dont) do (?:{_BOTS})
    (?:{_BOTS}) (?:can't|cant|cannot|doesn't|doesnt|won't) (?:help|get|solve|understand|answer)
""")
IS_ANYBODY_THERE = however_spelt(r"""
    есть (?:тут |здесь |там |у вас )*(?:кто|кто-то|кто-нибудь|хоть кто-нибудь)(?: живой| есть| на связи)?(?= (?:$|тут|
    здесь|там|у пульта|из людей))
    есть (?:тут |здесь |там |у вас )*(?:кто|кто-то|кто-нибудь) (?:\w+ ){0,3}(?:живой|живая|живые)
    (?:кто|хто)(?:-нибудь|-то|-небудь|сь)? (?:живой|живий)|живые есть
    (?:кто-нибудь|кто-то|хоть кто-нибудь) (?:есть|тут|здесь|живой|ответит|меня слышит|мне поможет|мне ответит|поможет|
    слышит|на связи)
    (?:є|есть) (?:тут |там )?(?:хто|хтось)(?: живий)?(?= (?:$|тут|там|на зв'язку|із людей|з людей))
    (?:хтось|хто-небудь) (?:є|тут|живий|відповість|допоможе|чує)(?= (?:$|мені|мене|тут|живий))
    (?:живы[ехм]\w*|жив[іи]х?|настоящ\w+|реальн\w+|справжн\w+|нормальн\w+) (?:люд\w+|человек\w*|особ\w+|оператор\w*|
    сотрудник\w*)
    люди (?:у вас |там |тут |здесь )+(?:есть|є|работают|працюють)|(?:є|есть) (?:у вас|там|тут|здесь) люди
    (?:is|are|can) (?:there )?(?:any|some)(?:body|one) (?:out |over |actually |really |even )?(?:there|here|alive|
    around|real|help|answer|reply)
    (?:anybody|anyone) (?:there|here|home|alive|around)
    (?:does|do) (?:any|some)(?:one|body) (?:actually |really |even |still )?(?:work|answer|read|reply|exist)\w*
    (?:кто|хто)\S* (?:\w+ ){0,2}на (?:линии|связи|лінії|зв'язку)
    (?:начальник|старший|главный|керівник)\w* (?:у вас |там )?(?:есть|є)
    (?:где|де) (?:\w+ )?(?:живые люди|живі люди|люди)(?= $)|where are (?:the|your) (?:people|humans|staff)
    жив\w+ (?:человек|людин|специалист|спеціаліст|сотрудник|оператор|консультант|душ|особ|лиц)\w*
    living (?:person|human)
    (?:чел|человек|людина) (?:живой|живий|жива)|(?:ответ|відповідь) (?:от|від) (?:человек|людин|оператор|сотрудник)\w*
    (?:answer|reply|response) from (?:an? )?(?:person|human|someone|somebody)
    some(?:one|body) (?:should|must|has to) (?:\w+ )?(?:read|look|see|answer)
    human being|(?:on|at) the other end(?= $)|are you (?:a )?(?:real person|human|person)
    (?:вы|ты|ви|ти) (?:живой )?(?:человек|людина)(?= )
""")

_PEOPLE = r"""
    (?<! на )человек|(?<! на )человека|человеком|человеку|людьми|людей|люд(?:ини|ині|иною|ина|ину|ям)|чел|челик\w*
    кожан\w+
    живо(?:й|го|му|м)(?! \w+)
    живо(?:й|го|му|м) (?:человек\w*|сотрудник\w*|продав\w+|специалист\w*|диспетчер\w*|собеседник\w*)
    живы[мх]|живую|живая|живою|живого|живим|жив(?:а|у|ою|ої|ій) \w+|живий \w+
    (?:кто|кого|кому|кем)[ -]?(?:то|нибудь|либо)|(?:хто|кого|кому|ким)-небудь|хтось|когось|комусь|кимось
    особ(?:а|у|ою|и|ою)|справжн(?:ю|ьою|я) людин\w+
    person|persons|someone|somebody|anybody|anyone|whoever|real one|people
"""
_OFFICES = r"""
    сотрудник\w*|специалист\w*|администратор\w*|админ|админа|админу|админом|руковод\w+|начальник\w*|начальств\w*
    старш(?:его|ого|им|ему|ий|ой)
    поддержк\w*|саппорт\w*|диспетчер\w*|работник\w*|регистратур\w*|ресепш\w*|дежурн(?:ого|ым|ому|ую|ый)
    продав(?:ец|ца|цом|цу)|медсестр\w*|главн(?:ого|ым|ому)
    працівник\w*|співробітник\w*|спеціаліст\w*|фахів\w+|адміністратор\w*|адмін|керівник\w*|керівництв\w*|реєстратур\w*
    підтримк\w*|техпідтримк\w*|техподдержк\w*|чергов(?:ого|им|ому|ий)|відповідальн(?:ого|им|ою|у) (?:особ\w+)?
    диспетчер\w*|медсестр\w*
    support|staff|admin|administrator|helpdesk|dispatch\w*|reception\w*|adviser|advisor|colleague|team|nurse|boss|owner
    clerk|employee|specialist|consultant|director|head office|management
    коллег\w*|колег\w*|управля\w+|представи\w+|представник\w*|девушк\w*|дівчин\w*|барышн\w*|работниц\w*|сотрудниц\w*
    жив\w+ душ\w+
    операторш\w*|консультантк\w*|медсестр\w*|администраторш\w*|ответственн\w+ лиц\w*|employees|front desk|colleagues
    manager|rep
    директор\w*|владел\w*|хозяин\w*|власник\w*|заведующ\w*|завідувач\w*|секретар\w*|куратор\w*|дежурн\w* смен\w*
"""
_ANYBODY = f"{one_of(_PEOPLE)}|{one_of(_OFFICES)}|{'оператор[а-я]*|менеджер[а-я]*|консультант[а-я]*'}"
_CALLING = r"""
    позов\w*|позв\w*|зови\w*|соедин\w*|переключ\w*|перевед\w*|свяж\w*|связа(?:ть|ться)|подключ\w*|пригла[сш]\w*
    переадресу\w*|перенаправ\w*|направьте|скеруйте|спрямуйте|подключитесь|кликн\w*|наберите
    поклич\w*|покли\w*|клич\w*|з'єдна\w*|перемкн\w*|зв'яж\w*|зв'яза\w*|підключ\w*|запрос\w*
    connect|transfer|switch|patch|forward|redirect|escalate
"""
# These are said of many things: the person stands beside them.
_GIVING = r"""
    дай|дайте|подай|подайте|пришлите|передай|передайте|передать|давай|давайте|го|вызови|вызовите|виклич(?:те|и)
    give|gimme|get|bring|put|pass|hand|call|reach|contact
"""
_TALKING = r"""
    переговорить|обсудить|спросить|посоветоваться|проконсультироваться|обговорити|запитати|порадитися
    проконсультуватися|discuss|consult
    поговор\w*|говорить|разговаривать|пообщ\w*|общаться|бесед\w*|побесед\w*|обратиться|поговорити|говорити|розмовляти
    балакати
    перемовитися|перетерти|побалакати|спілкува\w*|поспілкува\w*|звернутися|talk|talking|speak|speaking|spoken|chat
    conversation|word|connected
"""
_WANTING = r"""
    нужен|нужна|нужны|нужно|надо|хочу|хотел\w*|можно|где|требуется|мне бы|потріб\w*|треба|хотів\w*|можна|де
    need|want|prefer|get|(?:would|i'd|d) like
"""
_ANSWERING = r"""
    ответ\w*|напис\w*|напиш\w*|набер\w*|набрал\w*|посмотр\w*|позвон\w*|поговор\w*|помо[гж]\w*|свяж\w*|связал\w*
    разбер\w*|подойд\w*
    подключ\w*|підключ\w*|відпові\w*|допомо\w*|допомож\w*|подив\w*|подзвон\w*|зателефон\w*|зв'яж\w*|зв'яза\w*|розбер\w*
    reply|answer|respond|write|call|ring|contact|look|help|assist|speak|talk
"""
_BESIDES = """
    мне меня нас с со к на из пожалуйста уже просто бы сюда хоть вашего вашей вашу ваших какого-нибудь любого другого
    мені мене нас з із зі до на будь ласка вже просто сюди хоч вашого вашу ваших якогось будь-якого іншого терміново
    срочно
    норм нормального нормально настоящего реального живого живой живую живу справжнього справжню в у чат это моє мій мой
    me us to with please just a an the your some any real live actual through from of this my chat
    over on in up back it телефону телефона контакт контакты номер
"""
_BETWEEN = rf"(?: (?:{'|'.join(dict.fromkeys(_BESIDES.split()))}))*"
_WITH = r"(?:с|со|з|із|зі|к|до|у|from|with|to)"
CALLED = however_spelt(rf"""
    (?:{one_of(_CALLING)})(?: \w+){{0,3}}? (?:{_ANYBODY})
    (?:{one_of(_GIVING)}){_BETWEEN} (?:{_ANYBODY})
    (?:{one_of(_TALKING)})(?: \w+)?? {_WITH}(?: \w+){{0,2}}? (?:{_ANYBODY}|кем(?= )|ким(?= )|кто|who)
    {_WITH} (?:\w+ ){{0,2}}?(?:{_ANYBODY}|кем|ким)(?: \w+){{0,3}} (?:{one_of(_TALKING)})
    (?:{one_of(_WANTING)}){_BETWEEN} (?:{_ANYBODY})(?! (?:для|for) )(?! to (?:lift|carry|
    sign|collect|be|come|pick|bring|open|take|sit|go|drive|wait))(?! (?:с|со|з|із|with) (?!котор|як|ким|кем|who))
    (?:{one_of(_PEOPLE)})(?: \w+)? (?:пожалуйста|позовите|дайте|надо|нужен|треба|потрібен|потрібна|плиз|будь ласка|
    покличте|please|pls|plz)
    (?:человек|человека|чел|челик|людину|людина|кожан\w+|живого|кого-нибудь|когось|диспетчера) (?:надо|нужен|треба|
    потрібен|потрібна)
    (?:{one_of(_PEOPLE)}|{one_of(_OFFICES)}) на (?:связь|зв'язок|линию|лінію)
    (?:пусть|пускай|хай|нехай|чтоб\w*|щоб|аби)(?: \w+){{0,4}}? (?:{_ANYBODY})(?: \w+){{0,3}} (?:{one_of(_ANSWERING)})
    (?:пусть|пускай|хай|нехай|чтоб\w*|щоб|аби)(?: \w+){{0,3}}? (?:{one_of(_ANSWERING)})(?: \w+){{0,3}}? (?:{_ANYBODY})
    (?:could|can|may|will|would|please) (?:\w+ ){{0,2}}?(?:someone|somebody|anyone|anybody|
    staff)(?: \w+){{0,4}}? (?:reply|answer|respond)
    (?:could|can|may|will|would|please) (?:someone|somebody|anyone|anybody)(?: \w+){{0,3}} (?:speak|talk|chat|
    write back|contact me|help me(?= $))
    (?:може|можна|может|можно|могут|можуть) (?:\w+ ){{0,2}}?(?:ответить|відповісти|написать|написати|помочь|
    допомогти) (?:кто|хто)\S*
    have (?:some(?:one|body)|a \w+|your \w+) (?:contact|call|write|ring|answer|reply|get back|phone)
    (?:кто|хто) (?:у вас |тут |здесь )?(?:главный|головний|старший)|who is in charge|whoever is in charge
    (?:person|somebody|someone|anybody|anyone) (?:i|we) (?:can|could) (?:talk|speak|write)|put (?:me )?in touch
    (?:с кем|з ким|к кому|до кого) (?:\w+ ){{0,3}}(?:решить|вирішити|обсудить|обговорити|поговорить|поговорити|
    обратиться|звернутися)
    (?:one|any|some) of your (?:colleagues|people|staff|team)|put some(?:one|body) on
    (?:i )?insist on (?:talking|speaking)|human part
    (?:посадите|поставьте|посадіть|долучіть|долучити) (?:\w+ ){{0,4}}(?:{_ANYBODY})|want your (?:staff|people|manager)
    (?:word|talk|chat|conversation) with (?:the |a |an |your )?(?:person|people|one)
    (?:let|have) (?:a|some|any) ?(?:human|person|body|one)
    real (?:person|people|one)|live (?:person|support|human|operator|agent|chat)|some(?:one|body) real
    (?:talk|speak) to people
    (?:connect|transfer|patch|escalate) (?:me|this|it|us)|put me (?:through|on)|(?:помощь|допомога|помощи|помощ) живого
    (?:по-человечески|по-людськи|наживо)(?: \w+)* (?:{one_of(_TALKING)})
    (?:{one_of(_TALKING)})(?: \w+)* (?:по-человечески|по-людськи|наживо)
    people only|humans? only|actual (?:person|human|people)|proper person|human (?:support|help|agent|touch)
    (?:нормальн|жив|настоящ|реальн|справжн|человеческ|людськ)\w+ (?:поддержк|помощ|общени|допомог|підтримк|спілкуван)\w*
    (?:помощь|ответ|консультация|відповідь|допомога) (?:живого |живої |справжньої )?(?:человека|людини|оператора|
    сотрудника)
    (?:возьмите|поднимите|візьміть|підніміть) (?:трубку|слухавку)|ответьте (?:мне )?(?:сами|лично)
""")
# With few words around them these are enough.
IN_SHORT = however_spelt(r"""
    соедини|соедините|переключи|переключите|позови|позовите|з'єднай|з'єднайте|перемкніть|переключіть|покличте|кличте
    (?<! на )(?<! за )(?:человек|человека|людину|людина|людей)|кто-нибудь|хтось|(?<! per )(?<! in )person|someone
    somebody
    поддержка|саппорт|техподдержка|підтримка|техпідтримка|support|диспетчера|администратора|адміністратора|чергового
""")
