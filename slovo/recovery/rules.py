"""The rules themselves, and the codes that they give. Actions, as in `actions.py`."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.recovery import CodesImported, OverrunRuleArchived, OverrunRuleChanged, OverrunWordsChanged
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.recovery import queries
from slovo.recovery.models import CODE_CHARACTERS_MAX, DiscountCode
from slovo.recovery.rule_models import NAME_CHARACTERS_MAX, CodePool, NoticeWords, OverrunRule, RuleTerms
from slovo.recovery.saying import GIFTS, WHAT
from slovo.recovery.terms import Terms, UnableToChangeRule, check

RULES_MAX = 50  # of a brand
CODES_AT_ONCE_MAX = 10_000
NOTICE_CHARACTERS_MAX = 4000


class UnableToImportCodes(UnableTo):
    pass


class UnableToChangeWords(UnableTo):
    pass


@transaction()
def set_rule(
    *, brand: Brand, kind: str, terms: Terms, by: Staff, at: datetime, rule_id: int | None = None
) -> RuleTerms:
    """A new one, or other terms for one from now on: what broke before has those that held then."""
    by.must(Verb.EDIT_OVERRUN_RULES, brand)
    _check_kind(brand, kind)
    check(brand, terms)
    if rule_id is None:
        if queries.terms_in_force([brand.pk]).count() >= RULES_MAX:
            raise UnableToChangeRule(
                _("A brand has fifty rules at most. Archive one first."), rule=Rule.OVERRUN_RULES_WITHIN_LIMITS
            )
        rule = OverrunRule.objects.create(brand=brand, kind=kind)
    else:
        rule = locked(OverrunRule, rule_id)
        if rule.archived_at or rule.brand_id != brand.pk or rule.kind != kind:
            raise UnableToChangeRule(
                _("This rule is archived, or for other promises. Make a new one."), rule=Rule.OVERRUN_RULE_HOLDS
            )
    last = rule.terms.first()
    if last:
        RuleTerms.objects.filter(pk=last.pk).update(until=at)
    made = RuleTerms.objects.create(rule=rule, number=last.number + 1 if last else 1, since=at, by=by, **asdict(terms))
    fact = OverrunRuleChanged(
        brand_id=brand.pk, overrun_rule_id=rule.pk, number=made.number, kind=rule.kind, gives=made.gives
    )
    record(fact, actor=by.actor, at=at)
    return made


@transaction()
def archive_rule(*, rule_id: int, by: Staff, at: datetime) -> None:
    """It gives nothing for what breaks from now on."""
    rule = locked(OverrunRule, rule_id)
    by.must(Verb.EDIT_OVERRUN_RULES, rule)
    if rule.archived_at:
        raise UnableToChangeRule(_("This rule is archived already."), rule=Rule.OVERRUN_RULE_HOLDS)
    rule.archived_at, rule.archived_by = at, by
    rule.save(update_fields=["archived_at", "archived_by"])
    RuleTerms.objects.filter(rule=rule, until=None).update(until=at)
    record(OverrunRuleArchived(brand_id=rule.brand_id, overrun_rule_id=rule.pk), actor=by.actor, at=at)


@transaction()
def import_codes(*, brand: Brand, pool: str, codes: Iterable[str], by: Staff, at: datetime) -> tuple[CodePool, int]:
    """Codes of the company's own shop, into a pool that is new or there. How many are new."""
    by.must(Verb.EDIT_OVERRUN_RULES, brand)
    wanted = list(dict.fromkeys(filter(None, (code.strip() for code in codes))))
    name = pool.strip()
    if not name or len(name) > NAME_CHARACTERS_MAX:
        raise UnableToImportCodes(_("Give the pool a short name."), rule=Rule.CODES_WITHIN_LIMITS)
    if not wanted or len(wanted) > CODES_AT_ONCE_MAX:
        raise UnableToImportCodes(
            _("Bring one code at least, and ten thousand at once at most: one in each line."),
            rule=Rule.CODES_WITHIN_LIMITS,
        )
    if any(len(code) > CODE_CHARACTERS_MAX or not code.isprintable() or " " in code for code in wanted):
        raise UnableToImportCodes(
            _("A code has no spaces, and %(count)d characters at most.") % {"count": CODE_CHARACTERS_MAX},
            rule=Rule.CODES_WITHIN_LIMITS,
        )
    row, _new = CodePool.objects.get_or_create(brand=brand, name=name)
    before = row.codes.count()
    new = [DiscountCode(brand=brand, pool=row, code=code) for code in wanted]
    DiscountCode.objects.bulk_create(new, ignore_conflicts=True)
    number = row.codes.count() - before
    record(CodesImported(brand_id=brand.pk, pool_id=row.pk, number=number), actor=by.actor, at=at)
    return row, number


@transaction()
def set_words(*, brand: Brand, language: str, text: str, by: Staff, at: datetime) -> None:
    """The brand's own words around what is given. Empty: the usual ones."""
    by.must(Verb.EDIT_OVERRUN_RULES, brand)
    text = text.replace("\r\n", "\n").strip()
    if text and (WHAT not in text or GIFTS not in text or len(text) > NOTICE_CHARACTERS_MAX):
        raise UnableToChangeWords(
            _("The words need {what} and {gifts}: there it is named what was promised and what is given."),
            rule=Rule.APOLOGY_NAMES_WHAT_AND_GIFTS,
        )
    NoticeWords.objects.update_or_create(brand=brand, language=language, defaults={"text": text})
    record(OverrunWordsChanged(brand_id=brand.pk, language=language), actor=by.actor, at=at)


def _check_kind(brand: Brand, kind: str) -> None:
    if kind and kind not in promises.kinds_at(brand.pk):
        raise UnableToChangeRule(
            _("This brand makes no promises of this kind. Choose one of its kinds."), rule=Rule.KIND_OF_THE_BRAND
        )
