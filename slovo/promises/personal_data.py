"""What the ledger holds of a customer. A promise is never deleted, and what happened to it stays; its words go."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.core.personal import MARK, Declared, Holding, Nothing, Person, of_customer
from slovo.promises.forecast_rows import PromiseForecast, RiskReminder, SoonerOffer
from slovo.promises.ladder_models import (
    CustomerChoice,
    CustomerNotice,
    LadderStep,
    NewsLine,
    NoticeLine,
    NoticeText,
    QuietHours,
    Reminder,
)
from slovo.promises.link_models import StatusLink
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseKind, PromiseMove
from slovo.promises.rating_models import PromiseRating
from slovo.promises.work_models import WorkLink, WorkReport

EVIDENCE = _("What was promised, moved and kept, and when, is evidence and stays in the figures, without words.")


def _of_promise(person: Person) -> Q:
    return Q(promise__in=Promise.objects.filter(of_customer(person)))


def _of_move(person: Person) -> Q:
    return Q(move__in=PromiseMove.objects.filter(_of_promise(person)))


HELD: tuple[Declared, ...] = (
    Nothing(SoonerOffer, "what the company offers sooner"),
    Nothing(LadderStep, "what the company does before a deadline"),
    Nothing(QuietHours, "when the company does not write"),
    Nothing(NoticeText, "the company's words"),
    Nothing(PromiseKind, "what the company promises"),
    Nothing(PromiseForecast, "figures of a promise, without words"),
    Nothing(NewsLine, "of which promises a notice told news, without words"),
    Nothing(RiskReminder, "of which promise its owner heard that it may be late"),
    Nothing(Reminder, "which colleague was reminded of which promise"),
    Holding(
        model=StatusLink,
        name=_("Links to their status page"),
        told={"made_at": "made_at", "expires_at": "expires_at"},
    ),
    Holding(
        model=PromiseRating,
        name=_("Marks that they gave"),
        whose=_of_promise,
        told={"score": "score", "words": "words", "at": "rated_at"},
        emptied={"words": ""},
        stays=EVIDENCE,
    ),
    Holding(
        model=CustomerChoice,
        name=_("What they chose when a promise moved"),
        whose=_of_move,
        told={"choice": "choice", "words": "words", "until": "until", "how": "how", "at": "at"},
        emptied={"words": MARK},
        stays=EVIDENCE,
    ),
    Holding(
        model=NoticeLine,
        name=_("Reasons in notices to them"),
        whose=lambda person: Q(notice__in=CustomerNotice.objects.filter(of_customer(person))),
        told={"reasons": "reasons"},
        emptied={"reasons": {}},
        stays=EVIDENCE,
    ),
    Holding(
        model=CustomerNotice,
        name=_("Notices to them"),
        told={"made_at": "made_at", "sent_at": "sent_at"},
        emptied={},
        stays=EVIDENCE,
    ),
    Holding(
        model=PromiseMove,
        name=_("Moves of promises"),
        whose=_of_promise,
        told={"due_was": "due_was", "due_now": "due_now", "reason": "reason", "consent": "consent", "at": "made_at"},
        emptied={"reason": MARK},
        stays=EVIDENCE,
    ),
    Holding(
        model=WorkReport,
        name=_("Reports of who did the work"),
        whose=_of_promise,
        told={"outcome": "outcome", "reason": "reason", "at": "at"},
        emptied={"reason": MARK},
        stays=EVIDENCE,
        among_us=True,
    ),
    Holding(
        model=WorkLink,
        name=_("Links for who does the work"),
        whose=_of_promise,
        told={"for": "label", "made_at": "made_at"},
        emptied={"label": MARK},
        stays=EVIDENCE,
        among_us=True,
    ),
    Holding(
        model=Promise,
        name=_("Promises"),
        told={
            "kind": "kind",
            "what": "what",
            "now": "now",
            "next": "next",
            "made_at": "made_at",
            "first_due_at": "first_due_at",
            "due_at": "due_at",
            "done_at": "done_at",
            "said_done_at": "said_done_at",
            "broken_at": "broken_at",
            "released_at": "released_at",
            "release_words": "release_words",
        },
        emptied={"what": MARK, "now": "", "next": "", "release_words": ""},
        stays=EVIDENCE,
    ),
)
