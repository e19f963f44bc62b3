"""English words of time and of promising. How a line is read: `vocabulary.py`."""

WORDS = """
BY: by, before, until, till, no later than, not later than, by no later than, at the latest by, on or before, up until
BY span: up to
AT day: on
AT for: for
AT clock: at
IN: in, in the next, in under, in less than, in the coming
WITHIN: within, during, in the course of, within the next, over the next, over the course of, over the, in the space of
WITHIN most: no more than, not more than, no longer than, not longer than, at most
TAKES: takes, take, allow, taking
AFTER: after, since, not before, no earlier than, not earlier than, following, upon, from the moment, from receipt
FROM: from, between, starting, as of
AND: and, or, but
TO: to, through, thru
LITTLE: less than, under
LITTLE: the, of, calendar, later, sometime, some time, maximum, max, exactly, just, latest, at the latest
LITTLE: another
LITTLE: already
LITTLE: as early as
APPROX part: around, circa
APPROX: about, approximately, approx, roughly, nearly, almost

DAY 0: today
DAY 1: tomorrow, tmrw
DAY 2: the day after tomorrow, day after tomorrow
WEEKDAY 0: monday, mon
WEEKDAY 1: tuesday, tue, tues
WEEKDAY 2: wednesday, wed, weds
WEEKDAY 3: thursday, thu, thur, thurs
WEEKDAY 4: friday, fri
WEEKDAY 5: saturday, sat
WEEKDAY 6: sunday, sun
MONTH 1: january, jan
MONTH 2: february, feb
MONTH 3: march, mar
MONTH 4: april, apr
MONTH 5: may
MONTH 6: june, jun
MONTH 7: july, jul
MONTH 8: august, aug
MONTH 9: september, sep, sept
MONTH 10: october, oct
MONTH 11: november, nov
MONTH 12: december, dec
HOLIDAY 12-31: new year, new year's, new year's eve
WEEKEND: weekend

UNIT minute: minute, minutes, min, mins
UNIT hour: hour, hours, hr, hrs, h, o'clock
UNIT day: day, days
UNIT week: week, weeks
UNIT month: month, months
UNIT half_year: half a year, half year
UNIT year: year, years, quarter
WORKING: working, business, work, banking
THIS: this
NEXT: next
NEAREST: coming, upcoming
PAST: yesterday, last, past, previous
AGO: ago
EDGE end: end, late
EDGE start: beginning, start, early
EDGE middle: middle, mid
CLOSING working: close of business, close of play, cob, eob, closing time, end of business
CLOSING working: end of shift, end of the shift, end of my shift, end of our shift, end of his shift
CLOSES end: closing
CLOSING day: eod
EDGE_OF week: eow
EDGE_OF month: eom, month end, month-end
EDGE_OF year: year end, year-end
PART early: early in the morning, first thing in the morning
PART_OF early: first thing
PART morning: in the morning
PART afternoon: in the afternoon, after lunch
PART evening: in the evening, late in the evening
PART night: at night, overnight
PART_OF morning: morning
PART_OF lunch: lunch, lunchtime
PART_OF noon: noon, midday
PART_OF afternoon: afternoon
PART_OF evening: evening
PART_OF night: night
PART_OF midnight: midnight
TONIGHT: tonight
HALF_DAY 0: am
HALF_DAY 12: pm
HALF_PAST 30: half past
HALF_PAST 15: quarter past, a quarter past
HALF_PAST -15: quarter to, a quarter to

NUMBER 0.5: half
NUMBER 1: a, an, one
NUMBER 1.5: one and a half
NUMBER 2: two, couple, a couple, couple of, a couple of
NUMBER 3: three
NUMBER 4: four
NUMBER 5: five
NUMBER 6: six
NUMBER 7: seven
NUMBER 8: eight
NUMBER 9: nine
NUMBER 10: ten
NUMBER 11: eleven
NUMBER 12: twelve
NUMBER 13: thirteen
NUMBER 14: fourteen
NUMBER 15: fifteen
NUMBER 16: sixteen
NUMBER 17: seventeen
NUMBER 18: eighteen
NUMBER 19: nineteen
NUMBER 20: twenty
NUMBER 30: thirty
NUMBER 40: forty
NUMBER 50: fifty
NUMBER 60: sixty
NUMBER 90: ninety
NUMBER 100: hundred
MORE 0.5: and a half
ORDINAL 1: first
ORDINAL 2: second
ORDINAL 3: third
ORDINAL 4: fourth
ORDINAL 5: fifth
ORDINAL 6: sixth
ORDINAL 7: seventh
ORDINAL 8: eighth
ORDINAL 9: ninth
ORDINAL 10: tenth
ORDINAL 11: eleventh
ORDINAL 12: twelfth
ORDINAL 13: thirteenth
ORDINAL 14: fourteenth
ORDINAL 15: fifteenth
ORDINAL 16: sixteenth
ORDINAL 17: seventeenth
ORDINAL 18: eighteenth
ORDINAL 19: nineteenth
ORDINAL 20: twentieth
ORDINAL 30: thirtieth
FROM_NOW: from now, from today, from this moment
SPAN 15: quarter of an hour, a quarter of an hour
SPAN 30: half an hour, half hour, half-hour
SPAN 90: an hour and a half, hour and a half

LABEL: order, number, no, version, v, ver, invoice, build, model, item, page, section, room, flat, ref, code, ticket
COUNTED: usd, eur, uah, rub, gbp, dollars, euros, kg, g, ml, cm, mm, km, mb, gb, pcs, pieces, times, people, percent
PLAIN: work on, working on, look after
STANDING: are open, is open, be open, we're open, open from, open until, open till, open daily, closed, opening hours
STANDING: we work from, we work until, we work till, works from, works until, works till, works on, work daily
STANDING: our business hours, business hours are, business hours from, office hours, hours of operation, our hours
STANDING: working hours are, schedule, daily, weekdays
STANDING: we close, we open, closes, opens, ends, starts, sale, renews
STANDING: returns, out of office, we're available, available from, available until
STANDING: every, each, warranty, discount*, promo, promotion, coupon, voucher, valid, expires, expire, expiry
STANDING: price, prices, costs, cost, you can, you may, you could, black friday, cyber monday, good friday
THANKS: thank, thanks, please, have a, happy, grateful, sorry for, see you, you need, you must, you have to
CONDITION: if, unless, in case, provided, once, when, whenever, as soon as
HABIT: usually, normally, typically, on average
PLAIN: as soon as possible, once more, once again
NOT: not, cannot, unable, never
ASIDE: please note, probably, hopefully, however, of course, unfortunately
WAS: was, were, had, did, been, sent, came, got, went, told, said, made, gave, took, wrote, spoke, bought, paid, found
WAS: recently, earlier
PROMISE: expect, wait, promise, plan, planning, scheduled, planned, expected, promised, estimated, due, guarantee, aim
PROMISE: hope
PROMISE: callback, refund, appointment, deadline, eta, going, ready
DOING: ship, ships, arrive, arrives, deliver, delivers, call, calls, send, sends, come, comes, get, receive, reply
DOING: answer, pay
LASTS: delivery, shipment, dispatch, shipping, delivery time, delivery times, lead time, turnaround, processing time
LASTS: shipping time, production time, repair time, estimated delivery
WILL: will, shall, should, 'll, gonna
BEING: is, are, i'm, be, being
"""
