"""Moments as they are written in English, and in letters that mix languages."""

import pytest

from tests.core.saying import Case, cases, read

SAID = """
Hi Anna, we will reply [by Friday]. | ~04.12 18:00
We will reply [tomorrow by 6 pm]. | 02.12 18:00
We will reply [before noon tomorrow]. | ~02.12 12:00
It arrives [by 6pm tomorrow]. | 02.12 18:00
It arrives [tomorrow morning]. | ~02.12 12:00
It arrives [by tomorrow]. | ~02.12 18:00
I will call you back [in half an hour]. | 01.12 11:00
I will call you back [in an hour and a half]. | 01.12 12:00
I will call you back [in 30 minutes]. | 01.12 11:00
I'll call you back [in about an hour]. | ~01.12 11:30
I'll call you back [in an hour or two]. | 01.12 12:30
I'll call you back [in a couple of hours]. | 01.12 12:30
I'll get back to you [within two hours]. | 01.12 12:30
I'll get back to you [within the next 20 mins]. | 01.12 10:50
I'll get back to you [within the hour]. | 01.12 11:30
I'll get back to you [two hours from now]. | 01.12 12:30
We will answer [within 24 hours]. | 02.12 10:30
We will answer [within twenty-four hours]. | 02.12 10:30
We will answer [within two business days]. | ~03.12 18:00
We will answer [within 4 business hours]. | 01.12 14:30
Your refund [takes 3-5 working days]. | ~07.12 18:00
Your refund [takes up to 2 working days]. | ~03.12 18:00
Please [allow 2 working days] for the refund. | ~03.12 18:00
We will deliver it [in 2 weeks]. | ~15.12 18:00
You will have it [by the end of the week]. | ~05.12 15:00
You will have it [by end of day Friday]. | ~04.12 18:00
You will have it [by EOD]. | ~01.12 18:00
You will have it [by close of business tomorrow]. | ~02.12 18:00
You will have it [by the end of next week]. | ~12.12 15:00
You will have it [early next week]. | ~08.12 18:00
You will have it [next week]. | ~12.12 15:00
You will have it [by the end of January]. | ~30.01 15:00
You will have it [on the next business day]. | ~02.12 18:00
The courier comes [tomorrow between 2 and 4 pm]. | 02.12 16:00
The courier will come [from 10 am to 12 pm]. | 01.12 12:00
The courier comes [on Friday afternoon]. | ~04.12 18:00
The courier comes [Thursday at 3 p.m], as agreed. | 03.12 15:00
Delivery: [Friday, 4 December, 10:00-12:00]. | 04.12 12:00
We ship it [next Monday at 10 am]. | 07.12 10:00
We ship it [this Saturday]. | ~05.12 15:00
We ship it [on December 15th]. | ~15.12 18:00
We ship it [by 15 December]. | ~15.12 18:00
We ship it [by the 15th]. | ~15.12 18:00
We ship it [on the 15th of December]. | ~15.12 18:00
We ship it [Dec 10-12]. | ~12.12 15:00
Estimated delivery: [Dec 3 – Dec 5]. | ~05.12 15:00
We ship it [on December 15, 2026]. | ~15.12 18:00
We ship it [by 2026-12-15]. | ~15.12 18:00
We ship it [the day after tomorrow]. | ~03.12 18:00
I call you [tonight]. | ~01.12 22:00
I call you [this afternoon]. | ~01.12 18:00
I call you [at noon tomorrow]. | ~02.12 12:00
I will call you [at 5]. | 01.12 17:00
I will call you [at half past five]. | 01.12 17:30
I will call you [at 2:30] or [tomorrow at 02:30 pm]. | 01.12 14:30, 02.12 14:30
Your order will be sent [on Monday]. | ~07.12 18:00
You should receive it [no later than Thursday]. | ~03.12 18:00
We have not forgotten you and will reply [by 4 pm]. | 01.12 16:00
We have moved your delivery [to Friday]. | ~04.12 18:00
[Tomorrow we will call you at 3 pm]. | 02.12 15:00
You will get it [in a week's] time. | ~08.12 18:00
You will get it [in two to three weeks]. | ~22.12 18:00
You will get it [within this week]. | ~05.12 15:00
You will get it [over the weekend]. | ~05.12 15:00
I have booked the courier [for tomorrow, 10 am to 1 pm]. | 02.12 13:00
I've asked the warehouse to ship it [by Thursday]. | ~03.12 18:00
Sorry for the wait, the answer is coming [today]. | ~01.12 18:00
We will call you [first thing tomorrow]. | ~02.12 10:00
We will call you [first thing on Saturday]. | ~05.12 11:00
We will call you [first thing tomorrow morning]. | ~02.12 10:00
We will call you [early tomorrow]. | ~02.12 10:00
We will call you [by tomorrow evening]. | ~02.12 18:00
We will call you [by tomorrow morning]. | ~02.12 09:00
We will call you [by Monday morning]. | ~07.12 09:00
We will call you [by the end of shift]. | ~01.12 18:00
We will call you [before closing]. | ~01.12 18:00
We will call you [before closing tomorrow]. | ~02.12 18:00
We will call you [around noon]. | ~01.12 12:00
We will call you [around lunchtime]. | ~01.12 13:00
We will call you [around noon tomorrow]. | ~02.12 12:00
We will call you [at quarter to six]. | 01.12 17:45
We will call you [at a quarter past five]. | 01.12 17:15
We will call you the [next morning]. | ~02.12 12:00
We will call you [in a quarter of an hour]. | 01.12 10:45
We will ship it [on Weds]. | ~02.12 18:00
We will ship it [by month end]. | ~31.12 18:00
The repair will [take no more than two days]. | ~03.12 18:00
The repair [takes less than an hour]. | 01.12 11:30
It will be done in [no more than two days]. | ~03.12 18:00
Delivery: [3-5 days]. | ~06.12 23:59
Delivery time is [2 weeks]. | ~15.12 18:00
"""
MIXED = """
Уважаемая Анна, ответим [by Friday]. | ~04.12 18:00
Hello! Ответим [до пятницы], the courier comes [tomorrow at 10 am]. | ~04.12 18:00, 02.12 10:00
Добрий день! Відповімо [до п'ятниці]. Привезём [через два часа]. | ~04.12 18:00, 01.12 12:30
Отправим [у понеділок]. | ~07.12 18:00
"""


@pytest.mark.parametrize("case", cases(SAID), ids=str)
def test_words_mean_a_moment(case: Case) -> None:
    assert read(case.text, language="en") == case.expected


@pytest.mark.parametrize("case", cases(MIXED), ids=str)
@pytest.mark.parametrize("language", ["ru", "uk", "en", ""])
def test_letters_may_mix_languages(case: Case, language: str) -> None:
    assert read(case.text, language=language) == case.expected
