"""The rules by which something is refused, each by the name that programs see beside the words, for ever.

A refusal names its rule where it is raised: `raise UnableToMark(_("…"), rule=Rule.VISIT_HAS_BEGUN)`. This is the one
list of them, for all domains: the same rule holds in several. `docs/api.md` and the description of the API show it.
"""

from enum import StrEnum


class Rule(StrEnum):
    """What holds, by name; `meaning`: in words, for whoever writes a program."""

    meaning: str

    def __new__(cls, name: str, meaning: str = "") -> "Rule":
        rule = str.__new__(cls, name)
        rule._value_, rule.meaning = name, meaning
        return rule

    # of everybody
    ROLE_DOES_NOT_ALLOW = "role-does-not-allow", "the role of the token’s owner does not allow it at this brand"

    # who, when and in which words
    MOMENT_IS_TO_COME = "moment-is-to-come", "a moment lies ahead"
    MOMENT_WITHIN_THREE_YEARS = "moment-within-three-years", "nothing is promised for more than three years ahead"
    ZONE_IS_KNOWN = "zone-is-known", "a time zone has its name in the tz database"
    SOMEBODY_IS_RESPONSIBLE = "somebody-is-responsible", "there is a person or a team"
    TEAM_OF_THE_BRAND = "team-of-the-brand", "the team belongs to this brand"
    PERSON_OF_THE_BRAND = "person-of-the-brand", "the person works for this brand"
    CALENDAR_OF_THE_BRAND = "calendar-of-the-brand", "the calendar belongs to this brand"
    SHIFTS_HAVE_HOURS = "shifts-have-hours", "whoever has shifts has hours at which they work"
    BACK_WITHIN_A_YEAR = "back-within-a-year", "who is away is back within a year"
    OWNER_IS_HERE = "owner-is-here", "who is away owes nothing without a team that stands in"
    KIND_OF_THE_BRAND = "kind-of-the-brand", "the brand makes promises of this kind"
    TEXT_WITHIN_LIMITS = "text-within-limits", "a text is there and not too long"
    WAY_IS_SAID = "way-is-said", "how the customer said or heard it is one of the ways that there are"
    WORDS_OF_THE_CUSTOMER = "words-of-the-customer", "what the customer said stands with it"
    NAME_IS_FREE = "name-is-free", "a name is given once"
    PRICE_WITH_CURRENCY = "price-with-currency", "a price is an amount that there is, with its currency"
    AMOUNT_WITH_CURRENCY = "amount-with-currency", "money that is given or paid is an amount with its currency"
    PORTRAIT_OF_THE_BRAND = "portrait-of-the-brand", "the portrait belongs to this brand"

    # personal data
    ERASURE_HAS_A_REASON = "erasure-has-a-reason", "somebody is erased for one of the reasons that there are"
    NOTHING_IS_OWED_TO_THE_ERASED = (
        "nothing-is-owed-to-the-erased",
        "what is promised is kept or released before a customer is erased",
    )
    CUSTOMER_IS_KNOWN = "customer-is-known", "nothing is known of a customer who was erased"
    KEPT_WITHIN_BOUNDS = (
        "kept-within-bounds",
        "what is kept by days has a least and a most of them",
    )
    TERM_WITHIN_THE_LAW = "term-within-the-law", "what customers ask about their data is done within so many days"

    # promises
    PROMISE_IS_OWED = "promise-is-owed", "what is done or released is not changed any more"
    PROMISE_HAS_WORDS = "promise-has-words", "what is promised is said in the customer’s words"
    PROMISE_STANDS_IN_THE_RECORD = (
        "promise-stands-in-the-record",
        "a moment that an answer names is recorded as a promise, or said to be none",
    )
    PROMISE_KEEPS_IT_OPEN = "promise-keeps-it-open", "an answer that promises something does not close the conversation"
    PLEDGES_WITHIN_LIMITS = "pledges-within-limits", "an answer promises so many things at most"
    DUE_AFTER_IT_IS_SAID = "due-after-it-is-said", "what an answer promises is due after it has left"
    NEWS_SAYS_SOMETHING = "news-says-something", "news says what is now or what is next"
    CHECK_INS_BEFORE_IT_IS_DUE = (
        "check-ins-before-it-is-due",
        "whoever owes it is asked before the deadline, ten times at most",
    )
    CHECK_IN_IS_OPEN = "check-in-is-open", "only who has been asked answers"
    ANSWER_IS_KEPT_BY_ANSWERING = "answer-is-kept-by-answering", "an answer is kept by answering alone"
    ANSWER_IS_RELEASED_IN_THE_CONVERSATION = (
        "answer-is-released-in-the-conversation",
        "that no answer is needed is said in the conversation",
    )
    ANSWERED_STAYS_ANSWERED = "answered-stays-answered", "what was answered is not owed again"
    WHO_CANCELS_IS_SAID = "who-cancels-is-said", "whoever cancels says for whom: the customer or the company"
    SETTLED_WHERE_IT_STANDS = (
        "settled-where-it-stands",
        "a visit, a place in a queue, a reservation or a delivery is settled itself, and its promise with it",
    )
    PROMISE_IS_SETTLED = "promise-is-settled", "only what is done or released is owed again"
    MISTAKE_IS_FRESH = "mistake-is-fresh", "a mistake is struck out soon, before its time and before it is moved"
    CLOCK_RUNS = "clock-runs", "while it is the customer’s turn nothing is moved or confirmed"
    MOVE_HAS_A_REASON = "move-has-a-reason", "a move has a reason for the customer, not too long"
    MOVE_CHANGES_THE_MOMENT = "move-changes-the-moment", "a move is to another moment"
    MOVED_BEFORE_TOLD = "moved-before-told", "the customer hears of one move before the next one"
    ONE_MOVE_WITHOUT_CONSENT = (
        "one-move-without-consent",
        "no second move before the customer has agreed to the first, unless the kind’s rule allows it",
    )
    KIND_MOVES_WITH_CONSENT_ALONE = "kind-moves-with-consent-alone", "the kind’s rule allows no move without consent"
    CONSENT_AFTER_NOTICE = "consent-after-notice", "they agree only to what they were told"
    MOVE_IS_UNTOLD = "move-is-untold", "what the customer knows of is neither told again nor taken back"
    MOVE_NEEDS_CONSENT = "move-needs-consent", "only a later moment that stands needs consent"
    CONSENT_GIVEN_ONCE = "consent-given-once", "who has agreed has agreed"
    CHOICE_IS_OF_THE_NEWEST_NOTICE = (
        "choice-is-of-the-newest-notice",
        "a choice is about the moment that was named last",
    )
    CHOICE_IS_OPEN = "choice-is-open", "a choice is open: not answered, nor done, nor released"
    CHOICE_IS_ONE_OF_THREE = "choice-is-one-of-three", "wait, something else, or cancel"
    ALTERNATIVE_HAS_WORDS = "alternative-has-words", "something else is said in words"
    CANCELLED_STAYS_CANCELLED = "cancelled-stays-cancelled", "what was cancelled is not confirmed"
    DENIED_IN_TIME = "denied-in-time", "that it is not done is said soon after"
    MARK_FROM_1_TO_5 = "mark-from-1-to-5", "a mark is from 1 to 5"
    MARK_CHANGED_WITHIN_A_DAY = "mark-changed-within-a-day", "a mark is changed within a day"
    RATED_WHEN_DONE = "rated-when-done", "what is rated is done, and not long ago"
    KIND_HAS_NAMES = "kind-has-names", "a kind has a short name for programs and one that customers read"
    KIND_WITHIN_LIMITS = "kind-within-limits", "moves and silence of a kind lie within their limits"
    LADDER_WITHIN_LIMITS = "ladder-within-limits", "steps of a ladder are known, few, apart, and within a year"
    STEP_NAMES_A_NEW_MOMENT = "step-names-a-new-moment", "a step that tells the customer names another moment"
    STEP_HAS_A_REASON = "step-has-a-reason", "a step that tells the customer has a reason in the brand’s language"
    QUIET_HOURS_WITHIN_A_DAY = "quiet-hours-within-a-day", "quiet hours begin and end within a day"
    NOTICE_PART_IS_KNOWN = "notice-part-is-known", "a notice has these parts and names alone"
    LINKS_WITHIN_LIMITS = "links-within-limits", "so many links stand at most"
    WORK_LINK_ABOUT_SOMETHING = (
        "work-link-about-something",
        "a link for work is about one owed promise, or a team, a kind, or both",
    )
    WORK_LINK_ABOUT_THIS = "work-link-about-this", "a link for work reports what it is about"
    DELAY_IS_OFFERED = "delay-is-offered", "a delay is one of those that are offered"
    DELAY_HAS_A_REASON = "delay-has-a-reason", "a delay has a reason"
    SOONER_OFFER_WITHIN_LIMITS = "sooner-offer-within-limits", "what can be had sooner has a name and a time"
    SOONER_OFFER_STANDS = "sooner-offer-stands", "what is changed is still offered"

    # orders, returns, reservations
    ORDER_WITHIN_LIMITS = "order-within-limits", "an order has from one line to the most"
    STATE_IS_NOT_OF_THE_FUTURE = "state-is-not-of-the-future", "a state or a file is not of a moment to come"
    DATE_HAS_SOMEBODY_WHO_OWES_IT = "date-has-somebody-who-owes-it", "a promised date is owed by a team"
    SOURCE_IS_NAMED = "source-is-named", "a source has a name in small Latin letters"
    STORED_ONCE = "stored-once", "what is being stored is not begun again"
    FILE_CAN_BE_READ = "file-can-be-read", "a file of orders can be read, line by line, and is not too large"
    RESERVATION_IS_OF_ITS_BRAND = "reservation-is-of-its-brand", "only the brand that reserved can keep it"
    QUANTITY_WITHIN_LIMITS = "quantity-within-limits", "what and how many is said, within limits"
    RESERVATION_IS_OFFERED = "reservation-is-offered", "what is taken has come and is kept"
    RESERVATION_IS_OPEN = "reservation-is-open", "what is settled is not let go"
    RECEIVED_ONCE = "received-once", "goods come back once"
    RETURN_IS_OPEN = "return-is-open", "what is refunded or withdrawn is settled"
    REFUND_IS_OWED = "refund-is-owed", "a refund that is owed for our delay is not withdrawn"
    REFUND_WITHIN_THE_ORDER = "refund-within-the-order", "no more money goes back than the order cost"
    LINE_OF_THE_ORDER = "line-of-the-order", "a line belongs to the order"
    RETURNED_WITHIN_THE_ORDER = "returned-within-the-order", "no more comes back than was bought"
    ORDER_RULES_WITHIN_LIMITS = "order-rules-within-limits", "days and hours of the rules lie within their limits"

    # visits, walk-ins
    VISIT_TYPE_IS_BOOKABLE = "visit-type-is-bookable", "what is booked is still offered"
    SLOT_IS_FREE = "slot-is-free", "a slot is free and within opening hours"
    SLOT_IS_OFFERED_ONLINE = "slot-is-offered-online", "customers book neither too soon nor too far ahead"
    SLOT_WITHIN_A_YEAR = "slot-within-a-year", "a visit is within a year"
    VISITS_WITHIN_LIMITS = "visits-within-limits", "a customer has so many visits to come at most"
    VISIT_IS_COMING = "visit-is-coming", "a visit that is over or cancelled is not changed"
    VISIT_IS_CHANGED_IN_TIME = "visit-is-changed-in-time", "customers change a visit until so long before"
    VISIT_IS_NEAR = "visit-is-near", "they came: not hours before"
    VISIT_HAS_BEGUN = "visit-has-begun", "they did not come: not before it begins"
    VISIT_IS_OF_ITS_BRAND = "visit-is-of-its-brand", "only the brand that was booked can receive them"
    VISIT_SETTING_WITHIN_LIMITS = (
        "visit-setting-within-limits",
        "lengths, steps and who can do it lie within their limits",
    )
    QUEUE_SETTING_WITHIN_LIMITS = (
        "queue-setting-within-limits",
        "name, letter, length and steps of a queue lie within their limits",
    )
    SOMEBODY_WAITS = "somebody-waits", "whom one calls waits"
    TICKET_IS_AT_THE_COUNTER = "ticket-is-at-the-counter", "steps and outcomes are of who was called"
    STEP_HAS_A_NAME = "step-has-a-name", "a step of paperwork has a name"
    TICKET_WAITS = "ticket-waits", "who leaves a queue waits in it"
    QUEUE_IS_OPEN = "queue-is-open", "tickets are given in opening hours"
    QUEUE_HAS_ROOM = "queue-has-room", "no more wait than may"

    # callbacks
    CALL_HAS_AN_ID = "call-has-an-id", "a missed call has the id of the exchange"
    PHONE_IS_A_NUMBER = "phone-is-a-number", "a phone number can be called"
    CALL_TIME_IS_OFFERED = "call-time-is-offered", "a time to call is one of those that are offered"
    CALL_TIME_IS_FREE = "call-time-is-free", "a time to call is free"
    PERSON_CALLS = "person-calls", "a person takes a call, no program"
    CALLBACK_IS_OPEN = "callback-is-open", "what was called or cancelled is settled"
    CALLBACK_IS_TAKEN_ONCE = "callback-is-taken-once", "one person calls"
    ONE_CALL_A_NUMBER = "one-call-a-number", "to one number there is one call"
    ATTEMPT_HAS_AN_OUTCOME = "attempt-has-an-outcome", "how a call went is one of the outcomes"
    CALL_AGAIN_WHEN_ASKED = "call-again-when-asked", "a time to call again stands with “asked later”, and only there"
    CALLBACK_RULES_WITHIN_LIMITS = (
        "callback-rules-within-limits",
        "times, attempts, outcome and country lie within their limits",
    )

    # requests, choices, extras
    REQUEST_HAS_NAMES = "request-has-names", "a type of request has an address and a name"
    REQUEST_IS_TAKEN = "request-is-taken", "a type of request or an option is not archived"
    OPTION_SAYS_WHAT_IT_IS_NOT = (
        "option-says-what-it-is-not",
        "an option says its name, what it promises and what it does not",
    )
    OPTION_WITHIN_LIMITS = (
        "option-within-limits",
        "places, periods, times and number of options lie within their limits",
    )
    CHOICE_IS_DEMANDED = "choice-is-demanded", "a request that demands a choice comes with one"
    CHOICE_IS_OFFERED = "choice-is-offered", "what is chosen is offered"
    CHOICE_IS_AS_IT_WAS_READ = "choice-is-as-it-was-read", "an option has not changed since it was read"
    ONE_CHOICE_A_REQUEST = "one-choice-a-request", "one choice stands at a time"
    PLACE_IS_FREE = "place-is-free", "a place is free"
    GIVEN_BACK_ONCE = "given-back-once", "a choice is given back once"
    CHOICE_IS_OF_ITS_BRAND = "choice-is-of-its-brand", "only the brand that was chosen owes it"
    EXTRA_SAYS_WHAT_AND_WHY = (
        "extra-says-what-and-why",
        "an extra has what, why, and a phrase that says that it is a gift",
    )
    EXTRA_UNASKED_COSTS_NOTHING = "extra-unasked-costs-nothing", "what was not asked for never costs more"
    ANNOUNCED_ONCE = "announced-once", "the customer has not heard of it yet"
    FORM_WITHIN_LIMITS = "form-within-limits", "the fields of a form fit together"
    FORM_IS_AS_IT_WAS_READ = "form-is-as-it-was-read", "the field or form has not changed since"
    FORM_IS_ANSWERED = "form-is-answered", "all that a form needs is answered rightly"
    FILE_IS_TAKEN = "file-is-taken", "a file is of a kind that is taken, whole, and not too large"

    # scripted talks of the assistant
    FLOW_IS_SOUND = "flow-is-sound", "every step is reached, every way ends, every word is there"
    FLOW_IS_PUBLISHED = "flow-is-published", "what is switched on has a published version"
    FLOW_HAS_A_DRAFT = "flow-has-a-draft", "another version says something else"
    FLOWS_WITHIN_LIMITS = "flows-within-limits", "a brand has so many scripted talks at most"

    # what delays give, and who makes them good
    OVERRUN_RULE_SAYS_FROM_WHEN = (
        "overrun-rule-says-from-when",
        "a rule begins after so many minutes or so many percent of the time: one of the two",
    )
    OVERRUN_RULE_GIVES_SOMETHING = "overrun-rule-gives-something", "a rule gives a code, a refund or a task"
    OVERRUN_RULE_SAYS_HOW_MUCH = (
        "overrun-rule-says-how-much",
        "a rule gives an amount or so many percent: one of the two",
    )
    OVERRUN_TERMS_WITHIN_LIMITS = "overrun-terms-within-limits", "numbers of a rule lie within their limits"
    OVERRUN_RULES_WITHIN_LIMITS = "overrun-rules-within-limits", "a brand has so many rules at most"
    OVERRUN_RULE_HOLDS = "overrun-rule-holds", "a rule that is changed is not archived, and stays for its kind"
    ONLY_REFUNDS_ARE_OWED = "only-refunds-are-owed", "a refund can be owed; a code is a favour"
    OWED_WITHOUT_LIMITS = "owed-without-limits", "what is owed has no limits and needs no approval"
    LIMIT_HAS_A_PERIOD = "limit-has-a-period", "a limit for each customer says how often, and in how many days"
    POOL_OF_THE_BRAND = "pool-of-the-brand", "the pool of codes belongs to this brand"
    POOL_HAS_A_CODE = "pool-has-a-code", "what is given from a pool is there"
    CODE_IS_RECKONED = "code-is-reckoned", "where a limit is in money, a code is reckoned at an amount"
    CODES_WITHIN_LIMITS = "codes-within-limits", "codes come into a named pool, not too many, short, without spaces"
    CODE_WAS_GIVEN = "code-was-given", "a code that is used was given by us"
    CODE_IS_USED_ONCE = "code-is-used-once", "a code is used for one purchase"
    CODE_IS_VALID = "code-is-valid", "a code is used while it is valid"
    APOLOGY_NAMES_WHAT_AND_GIFTS = (
        "apology-names-what-and-gifts",
        "the words of an apology name what was promised and what is given",
    )
    COMPENSATION_WAITS = "compensation-waits", "what is approved or refused waits for a decision"
    GIVEN_FOR_WHAT_BROKE = "given-for-what-broke", "something is given only for a promise that broke"
    TAKEN_BACK_BEFORE_IT_IS_PAID = (
        "taken-back-before-it-is-paid",
        "only a refund that is given and not paid is taken back",
    )
    TAKEN_BACK_WITH_CONSENT = (
        "taken-back-with-consent",
        "a favour of which the customer knows is taken back only when they agree",
    )
    TAKEN_BACK_STAYS = "taken-back-stays", "a favour that was taken back is not owed again"
    REFUSAL_HAS_A_REASON = "refusal-has-a-reason", "whoever refuses writes why"
    RECOVERY_TASK_IS_OPEN = "recovery-task-is-open", "a task that is done is not done again"
    REFUND_IS_DONE_BY_PAYING = "refund-is-done-by-paying", "a refund is done by paying it, and nothing else is"
    REFUND_IS_PAID_IN_FULL = "refund-is-paid-in-full", "no less is paid back than was promised"
    PAYMENT_IS_NAMED = "payment-is-named", "a payment has a number or a day by which it is found"
    PAID_SINCE_IT_WAS_GIVEN = (
        "paid-since-it-was-given",
        "a refund is paid after it was given, and not in the future",
    )
    WORK_HAS_WORDS = "work-has-words", "what was done for the customer is said in words"

    # answers, what customers expect, questions afterwards
    ANSWER_TIMES_WITHIN_LIMITS = (
        "answer-times-within-limits",
        "an answer has a minute at least, and the warning comes before its time is up",
    )
    EXPECTATION_IS_WEIGHED = "expectation-is-weighed", "an expectation weighs from nothing to the most"
    EXPECTATION_STANDS = "expectation-stands", "what is taken off the map stands on it"
    FOLLOW_UP_RULES_WITHIN_LIMITS = (
        "follow-up-rules-within-limits",
        "hours and days of the questions afterwards lie within their limits",
    )
    FOLLOW_UP_IS_AFTER_SOMETHING = "follow-up-is-after-something", "who asks afterwards says after what"
    FOLLOW_UP_WAITS = "follow-up-waits", "a question that is called off still waits"
