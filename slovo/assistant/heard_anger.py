"""The words of anger, in three languages: insults, how often, how long, shame, complaints and courts, coarse words."""

from slovo.assistant.heard_words import anywhere, however_spelt

# What sounds so and is none: a toothache, a noise, a book of complaints, somebody else's tricks.
CALM = anywhere(r"""
    (?:от|на|у|про|від|на|против|проти) (?:\w+ )?(?:мошенни\w*|шахра\w*)|(?:мошенни\w*|шахра\w*) (?:звон|пиш|дзвон)\w*
    (?:стыдно|соромно) (?:спрос|спраш|призн|пита|запит)\w*
    (?:from|about|against|avoid) (?:\w+ )?(?:scam\w*|frauds?|thieves)
    (?:можно|можна|хочу|закаж\w+|заказать|замов\w+|can i|could i|order|like)(?: \w+){0,4} (?:то же|те саме|
    the same)(?: \w+)?(?: again)?
    (?:бесит|бесят|бісить|дратує) (?:\w+ )?(?:погод|дожд|дощ|жар|спек|сосед|сусід|пробк|затор)\w*
    mad (?:about|for) (?:\w+ )?(?:tea|teas|coffee|cakes?|food|sweets)
    stupid question|(?:garden|household|kitchen) rubbish|rubbish (?:bin|bins|bag|bags|collection)
    dumb ?(?:bell|waiter)s?
    damn (?:good|nice|fine|tasty|great)|(?:trash|garbage) (?:can|bag|bags|bin)
    (?:муж|жена|ребенок|сын|дед|бабушка|чоловік|дружина|син|дідусь|бабуся) (?:\w+ )?(?:злой|зла|злая|злий)
""")
_BAD = r"ужас\w*|отвратит\w*|мерзк\w*|жутк\w*|кошмарн\w*|худш\w*|паршив\w*|никак\w*|никчемн\w*|жахлив\w*|огидн\w*"
_BAD += r"|найгірш\w*|паскудн\w*"
_SERVICE = r"сервис\w*|обслуживани\w*|магазин\w*|компани\w*|контор\w*|служб\w*|клиник\w*|отношени\w*|поддержк\w*"
_SERVICE += r"|фирм\w*"
_SERVICE += r"|сервіс\w*|обслуговуванн\w*|компані\w*|клінік\w*|ставленн\w*|підтримк\w*|фірм\w*"
_SAID = r"пишу|звоню|прошу|объясняю|спрашиваю|говорю|обращаюсь|жду|повторяю|пояснюю|питаю|дзвоню|кажу|звертаюсь|чекаю"
_SAYING = r"повтор\w+|объясн\w+|говорить|писать|звонить|просить|спрашивать|ждать|поясн\w+|писати|казати|дзвонити"
_SAYING += r"|просити|чекати"
_COURT = r"суд|суда|суде|суду|судом|прокуратур\w*|роспотреб\w*|полици\w*|газет\w*|телевид\w*|жалоб\w*|претензи\w*"
_COURT += r"|скарг\w*|поліці\w*|держпрод\w*|споживспіл\w*|захист споживач\w*"
ANGRY = however_spelt(rf"""
    безобраз\w*|кошмар|ужас|жах|неподобств\w*|бардак|балаган|дурдом|бедлам|(?:это|просто|какой-то|якийсь|сплошной) цирк
    цирк (?:какой|якийсь)|свинств\w*|беспредел|хаос|свавілля
    безлад
    (?:вы|меня|уже|все|ви|мене|вже) (?:\w+ )?(?:достал[иоа]|дістал[иоа])
    (?:достали|дістали) (?:уже|вы|меня|все|вже|ви|мене)
    задолбал\w*|заколебал\w*|заманал\w*|задовбал\w*|набридл[иоа]|издева\w*|знуща\w*
    мошенни\w*|шахра\w+|обманщи\w*|обманыва\w*|обманул\w*|обманут\w*|жулик\w*|жулье|аферист\w*|кида(?:лы|лово)|ворье
    воры
    ошукан\w*|обдурил\w*|обдурю\w*|дурите|надурил\w*|обманю\w*|крадії|злодії|ограбил\w*|обобрали|развели|обдирал\w*
    халтур\w*
    сколько (?:еще )?можно(?: уже| вас| ждать| это| терпеть| издеваться)|(?:да|ну|и) сколько можно|сколько можно(?= $)
    скільки (?:ще )?можна(?: вже| вас| чекати| це| терпіти)|(?:та|ну|і) скільки можна|скільки можна(?= $)
    (?:сколько|скільки|который|в сотый|сто) (?:раз|разів) (?:\w+ ){{0,2}}(?:{_SAYING}|{_SAID})
    (?:втор|трет|четверт|пят|шест|десят|сот)\w+ раз (?:\w+ ){{0,2}}(?:{_SAID})
    (?:{_SAID}) (?:\w+ )?(?:трет|четверт|пят|десят|сот)\w+ раз
    (?:вдруге|втретє|вчетверте|вп'яте|вдесяте|всоте|усоте) (?:\w+ )?(?:{_SAID})
    (?:другий|третій|п'ятий|десятий|сотий) раз (?:\w+ )?(?:{_SAID})
    до каких пор (?:мне|нам|я|мы|вы|это|терпеть|ждать)|(?:твердите|повторяете|пишете|отвечаете) одно и то же|доколе
    доки (?:це|ще|я|ми|мені|чекати)|опять (?:то же|одно и то|двадцать пять|обман\w*|вы|не)
    снова (?:то же самое|обман\w*|врете)|знову (?:те саме|обман\w*|брешете)
    (?:бот|робот|ты|вы|ви|ти|совсем|зовсім) (?:\w+ )?туп\w+|тупые|тупость|туп\w+ (?:бот\w*|робот\w*|машин\w*)
    идиот\w*|ідіот\w*|дебил\w*|дебіл\w*|кретин\w*|придур\w*|урод(?:ы|цы|а)?|мраз\w*|скотин\w*|скоты|козл\w*|клоун\w*
    бездар\w*|тормоз(?:ите|нутые)|вы (?:\w+ )?тормоза
    бес(?:ит|ите|ят|ило)\w*|бісит\w*|бісить|раздражаете|(?:меня|вы|это|бот) раздража\w+|дратує\w*|дратуєте|хамств\w*
    хамит\w*|хамло|хам|хамы
    хами|нахам\w*|грубит\w*|грубіян\w*
    (?:подам|иду|пойду|увидимся|затаска\w+|піду|подам|звернуся|звернусь|зустрінемось) (?:\w+ )?(?:в|на|по|до|
    у) (?:вас )?(?:суд|суда|суде|суду|поліці\w*|полици\w*)
    по судам|засуж\w+|до суду (?:подам|піду)|позор\w*|ганьб\w*|стыдоб\w*|стыдобищ\w*
    (?:вам|вас) (?:\w+ ){{0,2}}(?:стыдно|соромно|совестно)
    (?:ни|нет|немає|нема) (?:\w+ )?(?:стыда|совести|сорому|совісті)
    (?:совести|совісті) (?:\w+ ){{0,2}}(?:нет|немає|нема)|який сором|якийсь сором
    как вам не стыдно|як вам не соромно|ненавижу|ненавидим|ненавиджу|(?:в|у) (?:ярости|бешенстве|люті)|взбешен\w*
    вне себя
    (?:буд\w+|стан\w+|иду|пойд\w+|піду|напиш\w+|подам|подаю|пишу|звернусь|звернуся|
    пожалу\w+) (?:\w+ ){{0,4}}(?:{_COURT}|жаловат\w*|скаржит\w*)
    (?:{_BAD}) (?:\w+ )?(?:{_SERVICE})|(?:{_SERVICE}) (?:\w+ ){{0,2}}(?:{_BAD}|дно|отстой|треш|трэш)
    пожалуюс\w*|поскарж\w+|отстой|возмут\w+|возмущ\w+|обурен\w*|обурлив\w*|отвратительн\w+|огидн\w+|гидко|наглость
    нахабств\w*|обнагле\w*|знахабн\w+|наглые|лжец\w*|лгун\w*
    (?:я|очень|ужасно|дуже) (?:зол|зла|злой|злюсь|злий|лютий|люта)|бред|маячня|чушь|дурня|дичь|треш|трэш|капец|пипец
    фигня
    терпен\w+ (?:лопнуло|кончилось|больше)|терпец\w* (?:урвав\w*|увірвав\w*)|больше никогда|більше ніколи
    больше ни ногой|більше ні ногою|(?:ни|ні) ногой
    вранье|врете|лжете|брешете|брехн\w+|брехун\w*
    (?:хватит|досить|годі|перестаньте) (?:\w+ ){{0,2}}(?:врать|обман\w*|издева\w*|кормить|отпис\w*|отмаз\w*|мучи\w+|
    брехати|дурити)
    (?:вам|всем|им|всім|їм) (?:\w+ ){{0,2}}(?:все равно|плевать|наплевать|пофиг|пофигу|начхать|начхати|байдуже|
    до лампочки|
    все одно)
    наплеват\w+|плевать вам|байдуже (?:вам|всім)
    (?:вы|ты|ви|ти) (?:\w+ ){{0,2}}(?:глухие|слепые|оглохли|ослепли|глухі|сліпі|страх потеряли|берега|обалдели|одурели)
    (?:вы|ты|ви|ти) (?:\w+ ){{0,2}}(?:оборзели|офигели|охренели|ошалели|спите|здуріли|сказилися|знахабніли)
    (?:вы|ты|ви|ти) (?:\w+ ){{0,2}}(?:нормальные|нормальный|нормальні|в себе|больные|хворі|при своем уме)
    (?:вы|ви) (?:хоть|вообще|хоч|взагалі|там) (?:\w+ )?чита\w+|чита\w+ (?:умеете|вмієте)
    ни в какие ворота|ні в які ворота|(?:в|у) шоке? (?:от|від)|в шоці від|слов нет|нет слов|слів немає|немає слів
    (?:одни|треплете|вымотали|зіпсували) (?:\w+ )?нерв\w+
    нерв\w+ (?:\w+ )?(?:сдают|здають|на пределе|не выдерж\w*)|(?:больше|уже|вже|більше) (?:\w+ )?сил
    сил (?:\w+ )?(?:нет|немає) (?:с вами|з вами|ждать|терпеть|чекати|терпіти)
    плохо работаете|погано працюєте|ничего (?:у вас )?не работает|нічого (?:у вас )?не працює
    (?:мной|мною|нами) (?:\w+ ){{0,2}}(?:как|як|ніби|мов|наче) (?:с|со|з|із|зі)|безответственн\w+|безвідповідальн\w+
    что за (?:отношени\w*|порядки|шутки|люди|сервис|хамств\w*|ерунд\w*)|шо за (?:люди|сервіс)
    верните (?:мои |мне )?деньги (?:жул|вор|мош|обман|немедл)\w*|какого (?:фига|хрена|черта|лешего|рожна|біса)
    якого (?:біса|дідька|чорта|хріна)
    (?:пошли|идите|иди|йди|йдіть|ідіть|іди) (?:вы|ви|к черту|до біса|до дідька|под три|під три|лесом|лісом|в баню|
    в лазню|все)
    шляк|хай вам грець|катись|катитесь
""")
# Said of oneself, of a promise that was broken, of a day that is spoilt.
UPSET = however_spelt(r"""
    (?:я|мы|очень|крайне|сильно) (?:\w+ )?(?:разочарован|недовол|расстроен|рассержен|разозлен|обижен|оскорблен|
    негоду)\w*
    (?:я|ми|дуже|вкрай) (?:\w+ )?(?:розчарован|незадоволен|засмучен|розлючен|роздратован|ображен|сердит)\w*
    разозл\w*|взбесил\w*|розлютил\w*|скажені(?:ю|ємо)|бешусь|в гневе|у гніві|сержусь
    требую|требуем|вимагаю|вимагаємо|испорт\w+ (?:мне|нам|весь|всё|все)|зіпсува\w+ (?:мені|нам|весь|все)
    (?:когда|коли) (?:это|це|уже|вже|наконец|нарешті) (?:\w+ )?(?:кончит|закончит|прекрат|скінчит|закінчит|припинит)\w*
    (?:обещал\w*|обіцял\w*|клялись) (?:\w+ ){0,5}(?:а|и|но|і|та|але) (?:\w+ ){0,2}(?:не|нет|ничего|никто|опять|нічого|
    ніхто|знову|досі)
    (?:никто|ніхто) не (?:отвечает|ответил|чешется|реагирует|відповідає|реагує|ворушиться)|игнорируете|ігноруєте
    что вы себе (?:позволяете|думаете)|що ви собі (?:дозволяєте|думаєте)|(?:да |ну )?что (?:же|ж) это (?:такое|за)
    та що ж це
    твою мать|мать вашу|матір вашу|черт (?:вас|побери|возьми|подери)|чорт забирай|тьфу|вы пожалеете|ви пошкодуєте
    дурацк(?:ий|ая) (?:бот|сервис|магазин|компания)|дурак\w*|дура|бестолоч\w*|бестолков\w*|криворук\w*|лохотрон\w*
    мерзав\w*|подлец\w*|подлые|негодя\w*|нахал\w*|гады|свиньи|негідник\w*|нелюд\w*|бовдур\w*|йолоп\w*|телепн\w*
    покидьк\w*|дурні|дурнів|тварюк\w*|сволот\w*|гади|нездар\w*|ледарі
    (?:ухожу|уйду|перейду|йду|піду) (?:от вас|к конкурент\w*|до конкурент\w*|від вас)
    ноги (?:моей|моєї) (?:больше|більше|тут|у вас)
    (?:i am|i'm|im|we are|we're) (?:\w+ )?(?:disappointed|upset|unhappy|cross|dissatisfied)
    (?:deeply|extremely|bitterly) (?:disappointed|unhappy)
    fuming|seething|raging|appalled|enraged|irate|(?:i|we) demand
    for (?:god|gods|god's|heaven|heaven's|christ's|pete's) sake
    freaking|fricking|frigging|effing|oh come on|are you for real|give me a break
    you (?:promised|said)(?: \w+){0,8} (?:but|and|yet) (?:\w+ )?(?:nothing|never|still|no|not|nobody)
    (?:no one|nobody|noone) (?:ever )?(?:answers|replies|responds|responded|replied|answered|cares|bothers)
    ignor(?:ing|ed) me
    you jerks?|fools|imbeciles?|twats?|tossers?|wankers?|losers|you pricks?|cretins?|dimwits?|halfwits?|muppets
    (?:to your competitor\w*|my business elsewhere)|(?:lost|losing) (?:all )?(?:my )?patience|last straw|sick joke
""")
# Pictures of contempt and mockery, curses, comparisons, and what follows from it.
SCORN = however_spelt(rf"""
    не (?:{_SERVICE}|врач|лікар|аптек|такси|таксі)\w* а \w+|\w+ а не (?:{_SERVICE}|врач|лікар|аптек)\w*
    помойк\w*|смітник\w*|свалк\w*|шараг\w*|шарашк\w*|гадюшник\w*|плевок|плювок|скотск\w*|свинск\w*|хамск\w*|хамськ\w*
    по-хамски
    грабеж\w*|грабіж\w*|здирник\w*|здирств\w*|вымогател\w*|коновал\w*|обдираловк\w*|дармоед\w*|дармоїд\w*|бракодел\w*
    халявщик\w*
    (?:корм|год)\w+ (?:\w+ )?(?:завтрак|обещан|обіцянк|сніданк)\w*|мозги пудр\w*|пудр\w+ мозг\w*|лапш\w+ веша\w*
    локшин\w+
    (?:води\w+|водят) (?:\w+ )?за н[оі]с|мороч\w+ голов\w+|голов\w+ мороч\w+|мурыж\w*|отговорк\w*|отмазк\w*|відмовки
    відмазк\w*
    (?:чтоб|щоб) (?:вам|вас|тебе|тебя)|чтоб вы (?:сдох|лопн|провал|сгоре|подав)\w*
    щоб ви (?:здох|луснул|провал|подав)\w*
    (?:этого|цього) (?:\w+ )?не (?:оставлю|залишу|спущу|прощу|пробачу)
    (?:розкажу|расскажу|напишу) (?:всем|всім|везде|всюди)
    (?:всем|всім) (?:расскажу|розкажу)|не рекомендую|никому не (?:советую|рекомендую)|нікому не (?:раджу|рекомендую)
    обходите стороной
    (?:хуже|гірше|гірш\w+) (?:\w+ ){{0,4}}(?:нет|нема|немає|не (?:видел|встреча|бачи|быва|буває|зустріча)\w*)
    такого (?:\w+ ){{0,3}}не (?:видел|встреча|бачи|зустріча|было|було|позволя)\w*
    такой (?:\w+ ){{0,3}}не (?:видел|встреча)\w*
    (?:мне|нам|мой|весь|всю|все|мені|мій|мою|увесь|наш|нашу) (?:\w+ ){{0,2}}(?:угроб|испорт|загуб|сорвал|запорол|
    зіпсу|зірва|згаял)\w*
    (?:угроб|испорт|загуб|сорвал|зіпсу|зірва|згаял)\w* (?:мне|нам|мой|мою|весь|всю|все|мені|мій|нашу|наш)
    (?:мне|мені|уже|вже|как|як) (?:\w+ )?(?:надоел|набрид|осточерт|обрыд)\w*
    (?:надоело|набридло|осточертело|остохренело)
    (?:устал|устала|втомився|втомилася|замучил\w*) (?:ждать|от вас|повторять|объяснять|чекати|від вас|пояснювати)
    замучили
    (?:руки|голову) (?:бы |б )?(?:вам |вам бы )?(?:оторвать|відірвати|поотрывать)
    вас (?:надо|треба|нужно|пора) (?:закрыть|закрити|гнать|судить)
    (?:что|що|шо) (?:же |ж )?(?:вы|ви) за люди
    (?:так|вот как|ось як) (?:вы|ви) (?:относитесь|ставитес\w*|обращаетесь|поводитес\w*)
    неужели (?:так )?(?:трудно|сложно|тяжело|нельзя)|невже (?:так )?(?:важко|складно|не можна)
    (?:так )?(?:трудно|важко) (?:вам )?ответить
    (?:чуть|едва|мало) не (?:убил|вбив|угробил|разбил)\w*|(?:nearly|almost) killed|слышь|чуєш ти|эй ты|ей ти
    верни (?:бабки|деньги|бабло)|поверни (?:гроші|бабки)|(?:ноль|одна|єдина) (?:звезд|зірк)\w*
    позорник\w*
    (?:совесть|сором|стыд|совість) (?:\w+ )?(?:потерял|загубил|пропили|втратил)\w*
    (?:потерял|загубил|втратил)\w* (?:\w+ )?(?:совесть|стыд|сором|совість)
""")
SCORN_IN_ENGLISH = however_spelt(r"""
    what a (?:\w+ )?(?:disaster|mess|nightmare|farce|fiasco|sham|waste|bunch|load|rip|shame|disgrace|dump|pigsty)
    (?:absolute|complete|total|utter|sheer) (?:\w+ )?(?:joke|disaster|mess|farce|waste|chaos|incompetence|nightmare|
    fiasco|cowboys?|clowns?)
    (?:bunch|pack|load|lot) of (?:\w+ )?(?:cowboys|idiots|liars|crooks|thieves|clowns|jokers|amateurs|lies|rubbish|
    nonsense)
    (?:daylight|highway) robbery|useless lot|you lot|jokers|cowboys|pigsty|butchers|quacks|charlatans?|con men|bandits
    parasites you
    end of my (?:tether|rope)|(?:at|to) my wits?'?s? end|sick to death|(?:sick|tired) of (?:this|you|waiting|your|being)
    losing my (?:mind|temper|patience)
    (?:wasted|ruined|spoilt|spoiled|destroyed) (?:my|our|a whole|the whole|half)|(?:lost|losing) a customer
    lost my custom
    messing me|taking the (?:mick|mickey|piss)|fobb(?:ed|ing) (?:me )?off|stringing me|run ?around|passing the buck
    lame excuses?|more excuses|your excuses
    how hard (?:can|is) it|is it (?:so|that|really) hard|all talk|mess(?:ed)? (?:it |this |everything )?up(?: again)?
    screwed up|botched
    (?:how|way) you (?:treat|run|do business|deal with)|treated (?:me )?like|or else
    you(?:'ll| will) (?:regret|pay|be sorry|hear from)|hear from me again
    (?:tell|warn) (?:everyone|everybody|people|all my)|avoid (?:you|this place|this company|them)
    (?:zero|no|one|0|1) stars?|would give zero|steer clear
    never (?:seen|had|been|experienced|met) (?:so|such|a worse|anything)|terrible (?:service|servise|people|company)
    awful people|right now or|let this go
    no (?:respect|shame|manners|decency)|have you no|don't you have any|for a change|wake up|get your act together
    sort (?:it|this|yourselves) out
""")
ANGRY_IN_ENGLISH = however_spelt(r"""
    ridiculous\w*|unacceptable|scam\w*|con artists?|conned|swindl\w+|cheat(?:ed|ers)|robb(?:ed|ing|ers)|ripped off
    rip off|rip-off|liars?|thie(?:f|ves)|crooks?|frauds?
    stupid|idiots?|idiotic|morons?|dumb|clueless|useless|hopeless|incompeten\w+|unprofessional|clowns?
    (?:of|a|total) circus|shambl\w+
    shambolic|scandal\w*|nonsense|rubbish|trash|garbage|crap
    furious|livid|fed up|sick (?:and tired )?of|sue|wtf|ffs|stfu|wth|smh|outrag\w+|disgust\w+|disgrace\w*|appalling
    pathetic|dreadful service
    (?:awful|terrible|horrible|appalling|lousy|poor|shocking|dreadful|abysmal|atrocious) (?:\w+ )?(?:service|company|
    experience|attitude|support|treatment|shop|clinic)
    worst (?:\w+ )?(?:service|company|experience|shop|support|clinic|taxi|ever)
    (?:you|you people|you guys|you lot) (?:\w+ ){0,2}(?:the worst|suck|stink)
    (?:i|we) (?:\w+ )?hate (?:you|this|your|it|waiting|how|when|being)|hate (?:you|this) (?:\w+)?
    beyond a joke|what a joke|(?:is|a total|a complete|a bad) joke|kidding me|you must be (?:joking|kidding)
    are you (?:deaf|blind|stupid|serious|kidding|joking|mad|insane)
    (?:will|i'll|we'll|am|going to|gonna) (?:complain|report|sue|escalate)\w*|report you
    waste of (?:\w+ )?(?:time|money)|wasted my|ruined (?:my|our)
    (?:see you in|take you to|taking you to|taking this to|go to) (?:the )?(?:court|ombudsman)|small claims
    my (?:lawyer|solicitor|attorney) (?:will|is|has)|from my (?:lawyer|solicitor)|legal action|ombudsman
    trading standards|one[ -]star
    (?:bad|negative|terrible) review
    enough is enough|had enough|had it with|never again|never (?:using|buying|coming|ordering|booking) (?:\w+ )*again
    never using you|done with (?:you|this|your)|shame on|(?:be|is|are) ashamed|shameful|how dare
    (?:am|so|very|really|getting) (?:angry|mad|annoyed|frustrated)|driving me (?:mad|crazy|insane|nuts|up the wall)
    infuriating|(?:is|so|how|very|really|are) (?:frustrating|annoying|lame)
    how many (?:more )?times (?:do|must|should|will|have|am|did) (?:i|we) (?:\w+ ){0,3}(?:say|explain|write|ask|
    repeat|call|tell|told|asked|contact)\w*
    how (?:much )?longer (?:do|must|should|will|am|are) (?:i|we)|how long must
    (?:second|third|fourth|fifth|sixth|tenth|hundredth|umpteenth) time (?:[\w']+ ){0,2}(?:asking|writing|calling|ask|
    write|
    wrote|call|tell|telling|say|saying|explain\w*|contact\w*)
    (?:again )?(?:the )?same (?:\w+ )?(?:nonsense|rubbish|answer|story|excuse|excuses|problem|thing) again
    again the same|once more the same
    wrong with you(?: people| lot| guys)?
    (?:you|they|nobody|no one) (?:\w+ )?(?:don't|dont|doesn't|couldn't|gives? a) (?:even )?(?:care|damn|toss)
    careless people
    no way to treat|not good enough|this is not (?:ok|okay|acceptable|right)|(?:your|you) (?:\w+ ){0,3}rude|so rude
    rude (?:staff|people)|shut up|shut it|read what (?:people|i) (?:write|wrote|say|said)
    (?:is|total|absolute|utter) (?:garbage|trash|mess|disaster|chaos|nightmare)
    (?:just|simply|absolutely|truly|utterly) (?:terrible|awful|horrible|dreadful)
    piss off|pissed|pist off|peed off|ticked off|screw you|(?:this|it|you|service|that|app) sucks?|go to hell
    (?:what|where|who|why) the (?:hell|heck)|damn|damned|bloody (?:hell|useless|joke|awful|ridiculous)
    canned (?:rubbish|replies|answers|response\w*)|give me (?:back )?my (?:money|cash)|i want my money (?:back )?now
    incompetent
""")
# Obscenities by their roots, at the beginning of a word.
OBSCENE = anywhere(r"""
    бля|блять|бляд\w*|(?<! где )сука(?! \w+лась)|суки|сучар\w*|(?:на|по|ни|а|от)?ху[йеяию]\w*|пизд\w+
    (?:за|на|от|вы|у|до|разъ|съ|подъ)?еб(?:а|у|и|л|н)\w*
    охуе\w*|охуи\w*|долбоеб\w*|мудак\w*|мудил\w*|гандон\w*|говн\w+|дерьм\w+|(?:в|через) жоп\w+|жоп[ауы]|нахрен|нафиг
    какого хрена|что за хрень|що за хрінь|охрене\w*|офиге\w*
    хреново|херн\w+|нахер|похер|какого хера|какого черта|пошел ты|пошли вы|(?:иди|идите) (?:вы|к черту|лесом)
    сволоч\w*|ублюд\w+|твар[ьи]
    курв\w+|лайн\w+|гівн\w+|довбо\w+|срак\w+|(?:за|ви|на|роз)?йоб\w*|(?:за|ви|на)?їба\w*|йобан\w*|падлюк\w*|бидло
    (?:mother)?fuck\w*|shit|shits|shitty|shite|bullshit|crap|crappy|ass?hole\w*|arsehole\w*|bastards?|bitch(?:es)?
    dickheads?
""")
HOSTILE = (ANGRY, UPSET, SCORN, ANGRY_IN_ENGLISH, SCORN_IN_ENGLISH, OBSCENE)
