"""Texts that look like a moment and promise none."""

import pytest

from tests.core.saying import cases, read

RUSSIAN = """
Скидка до 18 000 рублей!
Скидка до 50% на чайники.
Скидка до пятницы!
Стоит от 10 до 18 рублей.
Цена 15.12 за штуку.
Чайник обойдётся в 1500 рублей.
Заказ № 15.12 отменён.
Ваш заказ 1512 оплачен.
Обновите приложение до 10.2.
Версия 10.12 исправляет ошибку.
Позвоните по номеру +7 900 000-00-15.
Телефон: 8 800 555-35-35, доб. 12.
Наш телефон 8 (800) 555 35 35.
Привезли вчера до 18:00.
В прошлую пятницу вы писали нам.
Мы отправили заказ в пятницу.
Сегодня мы получили ваш возврат.
Чайник прибыл на склад в 10:15.
Заказ был доставлен в среду утром.
Вы писали нам 2 часа назад.
Мы вернули деньги в течение 3 дней.
Мы ответили в течение часа.
Заказ оформлен 15 ноября.
Вы оплатили его 30.11.2026 в 10:00.
Мы начнём с понедельника.
После пятницы станет свободнее.
Не раньше пятницы.
Мы работаем с 9:00 до 18:00.
Поддержка работает ежедневно, с 9 до 21.
Пн–пт с 9 до 18, сб до 15:00.
По будням с 10:00 до 19:00.
График работы: с понедельника по пятницу.
Завтра мы работаем до 15:00.
Гарантия 2 года.
Гарантия действует в течение 12 месяцев.
Промокод действует до 15 декабря.
Вы можете вернуть товар в течение 14 дней.
Посылка хранится до 15 декабря.
Перезвоним через 2 дня после оплаты.
Курьер позвонит за час до приезда.
Ответим в течение 3 дней с момента получения.
Три чайника и сорок чашек.
Доброго утра и хорошего дня!
Хорошего вечера!
С днём рождения!
Среда обитания важна.
Доставим 31.02.
Доставим сегодня до 9:00.
Когда вам удобно: завтра до 12 или в пятницу?
Пришлите, пожалуйста, фото до пятницы.
Если не придёт до 18:00, напишите нам.
Не сможем доставить до понедельника.
Спасибо, что обратились к нам сегодня.
Каждую пятницу мы обновляем каталог.
Мы на связи 24/7.
Мы на связи с 9 до 18.
Аккумулятор держит заряд до 10 часов.
Если посылка не придёт, мы решим вопрос в течение дня.
Как только оплата поступит, отправим за 2 дня.
Спасибо, что вы с нами уже 3 года!
Трек-номер 80081812345678, сумма 15 120,50 руб.
Подробности на https://example.com/2026/12/15/do-18:00 и info@15.12.com
Ответим на днях.
Ответим в ближайшие дни.
Извините, что так долго: сегодня отличная погода.
До завтра!
Курьер опоздал на три часа.
Пришлём акт за январь.
Оборудование получено 10 марта.
Обычно доставка занимает 2-3 дня.
Оплатите счёт до 15 декабря.
Чайник греет воду за 5 минут.
Магазин закрыт до 10 января.
Довезём до 20 кг.
Я подошёл к 2 коллегам, вопрос сложный.
Работаем 5 дней в неделю.
Доставка 5 дней в неделю.
Срок хранения — 5 дней.
Срок годности 10 дней.
Гарантия полгода.
Гарантия — полгода.
Ответим до закрытия заявки.
Не звоните до закрытия вопроса.
Доставка 3 дня назад уже оплачена.
Вес не более 20 кг.
Не более двух часов в день.
В районе 15 домов без света.
В районе станции пробки.
Мы живём около обеденного зала.
Заряжайте не меньше часа.
Четверть суммы вернём.
Работаем до закрытия рынка.
Вы писали нам на неделе.
Магазин работает в эти выходные.
Первым делом проверим адрес.
Доставка 24 часа.
"""
QUOTED = """
чт, 3 дек. 2026 г. в 15:00, Анна <anna@example.com>:\\n\\n> Когда?
> Привезём завтра до 18:00.\\nПоняли вас.
Поняли вас.\\n  > > до пятницы\\n> в течение дня
1 декабря 2026 г. в 15:30 Анна пишет:\\n> Ответьте сегодня
"""
UKRAINIAN = """
У мене немає часу.
Знижка до 18 гривень.
Знижка до п'ятниці!
Минулої п’ятниці ви писали.
Ми надіслали замовлення у п'ятницю.
Замовлення надіслано в середу.
Учора о 15:00 ми дзвонили.
Працюємо щодня з 9 до 18.
Графік роботи: пн-пт 9:00-18:00.
Гарантія 12 місяців.
Гарантія діє протягом 12 місяців.
Гарного дня!
Зателефонуйте за номером 0 800 30 00 15.
Накладна 2045 0123 4567 89.
Кур'єр зателефонує за годину до доставки.
Повернути товар можна протягом 14 днів з моменту покупки.
Чи зручно вам завтра о 10:00?
Якщо не відповімо до п'ятниці, напишіть ще раз.
Надішліть, будь ласка, фото до 18:00.
Версія 10.12 вже доступна.
Два дні тому ми вам дзвонили.
Зателефонуємо найближчим часом.
Повернення можливе протягом 14 днів.
Ми вже двічі дзвонили вам сьогодні.
Майстер-класи щосуботи об одинадцятій.
Термін зберігання 5 днів.
Доставка 5 днів на тиждень.
Працюємо 5 днів на тиждень.
Вага не більше 20 кг.
Гарантія півроку.
Відповімо до закриття заявки.
Чверть суми повернемо.
"""
ENGLISH = """
Good morning!
Have a nice day!
Have a great weekend, see you.
It may arrive in a box.
Last Friday you wrote to us.
There were 15 of them.
We were there yesterday by 6 pm.
We shipped it on Friday.
Your order was delivered at 10:15.
You called us 2 hours ago.
We are open from 9 am to 6 pm.
Our office hours: Monday to Friday, 9:00-18:00.
Support works Mon-Fri 9-18.
We are closed on Sunday.
The warranty is 2 years.
The warranty covers it for 24 months.
You can return it within 14 days.
The coupon is valid until December 15.
It costs 15.12 dollars.
Order 15.12 is on its way.
Version 10.12 fixes it.
Call us at +1 202 555 0115.
Thank you for contacting us today.
Would Friday at 10 am suit you?
Please send us a photo by Friday.
If it does not arrive by 6 pm, let us know.
We cannot deliver by Friday.
We will refund it within 5 days of receipt.
The courier calls an hour before arrival.
Not before Monday.
We ship every Friday.
Black Friday is over.
In the end it was fine.
She is second in the queue.
I will reply as soon as possible.
We may march on.
We will sell it in 3 colors and in 2 sizes.
The price will rise by 20%.
Our shop will move to 5 Main Street.
We will reply within hours.
Once the payment arrives, we ship within 2 days.
Returns are accepted within 30 days.
Support hours are 9:00 to 18:00.
I am out of office until Monday.
It takes about 5 minutes to set up.
The battery lasts for 10 hours.
We close at 6 pm today.
Reply by Friday to keep the offer.
We will talk about lunch.
It is almost noon.
First thing we will check is the address.
We will ask you before closing your account.
Delivery 2 days late.
Delivery 5 days a week.
No more than 20 kg.
A quarter of the price is refunded.
We work 5 days a week.
We are open around lunchtime.
It weighs less than a kilogram.
The store is in the closing phase.
"""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (language, case.text)
        for language, table in (("ru", RUSSIAN + QUOTED), ("uk", UKRAINIAN), ("en", ENGLISH))
        for case in cases(table)
    ],
)
def test_what_only_looks_like_a_promise_is_none(language: str, text: str) -> None:
    assert read(text, language=language) == []
