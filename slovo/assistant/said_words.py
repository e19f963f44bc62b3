"""Words that turn a sentence round, bind us, or count something: what `grounds` looks for in a folded line."""

import re

_NEGATING = r"не|ни|нет|нельзя|без|никогда|никак\w*|невозможн\w*|запрещ\w*|нету|отказ\w*|откаж\w*|кроме|исключ\w*"
_NEGATING += r"|ні|немає|нема|неможлив\w*|заборон\w*|ніколи|ніяк\w*|відмов\w*|крім|окрім|виключ\w*|винят\w*"
_NEGATING += r"|not|no|none|never|cannot|can't|cant|don't|dont|doesn't|doesnt|isn't|isnt|aren't|won't|wont|without"
_NEGATING += r"|nobody|nothing|neither|nor|impossible|forbidden|refuse\w*|except|unless|excluding|wasn't|didn't|mustn't"
_LIMITING = r"только|лишь|если|при условии|исключительно|тільки|лише|якщо|за умови|виключно"
_LIMITING += r"|only|if|provided|as long as|solely|unless|until|до|пока|поки|before|by"
NEGATING = re.compile(rf" (?:{_NEGATING}) ")
LIMITING = re.compile(rf" (?:{_LIMITING}) ")

_DIRECTING = r"до|после|перед|раньше|позже|больше|меньше|более|менее|минимум|максимум|свыше|через"
_DIRECTING += r"|після|раніше|пізніше|більше|менше|мінімум|понад|before|after|until|from|more|less|over|under"
_DIRECTING += r"|minimum|maximum|least|most|up|later|earlier"
DIRECTING = re.compile(rf"(?<= )(?:{_DIRECTING})(?= )")
OBLIGING = re.compile(
    r"(?<= )(?:нуж|надо|долж|обязан|обязат|придет|потріб|треба|повин|зобов|must|need|should|requir|have to)"
)

_PROMISING = r"перезвон\w*|свяж\w*|ответим|ответят|обеща\w*|гарантир\w*|сегодня|завтра|послезавтра|скоро|вскоре"
_PROMISING += r"|немедленно|ближайш\w*|сейчас|сразу|обязательно|постара\w*|передам|передадим|сделаем|решим"
_PROMISING += r"|передзвон\w*|зв'яж\w*|відповім\w*|відповідять|обіця\w*|гаранту\w*|сьогодні|післязавтра|незабаром"
_PROMISING += r"|негайно|найближч\w*|зараз|одразу|відразу|обов'язково|зробимо|передамо|вирішимо"
_PROMISING += r"|call you|get back|contact you|reach out|promise\w*|guarantee\w*|today|tonight|tomorrow|soon|shortly"
_PROMISING += r"|immediately|right away|at once|asap|we will|we'll|i will|i'll"
PROMISING = re.compile(rf"(?<= )(?:{_PROMISING})(?= )")

# What costs nothing, or is given, is a price, too.
UNPAID = re.compile(
    r"(?<= )(?:бесплатн|безкоштовн|безоплатн|даром|скидк|знижк|подар|промокод|бонус|возмест|компенс|відшкод"
    r"|free|gratis|discount|gift|bonus|refund|voucher|promo|compensat)"
)

_NUMBERS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half dozen couple
    first second third fourth fifth once twice
    пара пару пары половина половину половины полтора полторы полугода полгода десяток дюжина сотня сотню сотни тысяча
    тысячу тысячи тысяч миллион миллиона сутки суток неделя неделю недели неделе месяц месяца месяцев год года лет
    половини півтора півтори півроку десяток сотні тисяча тисячу тисячі тисяч мільйон мільйона доба добу доби тиждень
    тижня тижні тижнів місяць місяця місяців рік року роки років перший перша друга другий третій третя
    week weeks month months year years
    один одна одно одного одной одну одним одне однієї
    час часа часу часов минута минуту минуты минут секунда секунду день дня дней днём днем
    година годину години годин хвилина хвилину хвилини хвилин доба днів дні
    hour hours minute minutes day days
"""
NUMBERING = frozenset(_NUMBERS.split())
