"""What happened to one promise, line by line."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.journal.models import JournalEntry
from slovo.people.models import Staff, Team
from slovo.promises.more_models import PromiseMove
from slovo.web.desk.words import moments
from slovo.web.desk.words.facts import fact_words
from slovo.web.desk.words.pledges import how_words


def told(
    entry: JournalEntry,
    *,
    moves: Mapping[int, PromiseMove],
    persons: Mapping[int, Staff],
    teams: Mapping[int, Team],
) -> str:
    data = entry.data

    def when(name: str) -> str:
        return moments.by_when(datetime.fromisoformat(data[name]), entry.at)

    match entry.kind:
        case "PromiseMade":
            return _("Promised, due by %(moment)s") % {"moment": when("due_at")}
        case "PromiseResumed":
            return _("The clock goes on: due by %(moment)s") % {"moment": when("due_at")}
        case "PromiseBroken":
            return _("Broken: the time ran out at %(moment)s") % {"moment": when("due_at")}
        case "PromiseDoneLate" if data.get("said_done_at"):
            words = _("Done in time, as we are told: %(moment)s. We heard of it afterwards, so it stays broken.")
            return words % {"moment": when("said_done_at")}
        case "PromiseMoved":
            words = _("To be moved from %(was)s to %(now)s") % {"was": when("due_was"), "now": when("due_now")}
            move = moves.get(data["move_id"])
            return f"{words}: {move.reason}" if move else words
        case "PromiseNoticeSent" if data["in_time"]:
            return _("The customer was told: due by %(moment)s") % {"moment": when("due_at")}
        case "PromiseNoticeSent":
            return _("The customer was told, too late to move it")
        case "PromiseConsentGiven" | "PromiseConsentRefused":
            return f"{fact_words(entry)}. {how_words(data['how'])}"
        case "PromiseCheckInAnswered":
            return _("Said what is true now: there are news") if data["news"] else _("Said that all is as it was")
        case "PromiseRated":
            return _("The customer’s mark: %(score)d of 5") % {"score": data["score"]}
        case "PromiseReleased" if data.get("how"):
            released = _("The customer released us")
            return f"{released}. {how_words(data['how'])}"
        case "PromiseHandedOver":
            names = [persons.get(data["owner_id"] or 0), teams.get(data["team_id"] or 0)]
            return _("Owed by %(names)s") % {"names": ", ".join(str(one) for one in names if one) or _("nobody")}
    return fact_words(entry)
