"""What the demo company knows: ten articles in three languages, from folders of Markdown as anybody's would come."""

from datetime import datetime, timedelta
from pathlib import Path

from slovo.brands.models import Brand
from slovo.knowledge import actions, asking, drafting, folders, importing, publishing
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.models import Article, Section
from slovo.people.models import Staff

FOLDERS = Path(__file__).parent / "articles"
SECTIONS = (
    ("vozvrat-i-obmen", {"ru": "Возврат и обмен", "uk": "Повернення та обмін", "en": "Returns"}),
    ("dostavka", {"ru": "Доставка", "uk": "Доставка", "en": "Delivery"}),
    ("ukhod-i-remont", {"ru": "Уход и ремонт", "uk": "Догляд і ремонт", "en": "Care and repair"}),
    ("oplata-i-podarki", {"ru": "Оплата и подарки", "uk": "Оплата й подарунки", "en": "Payment and gifts"}),
)
SOUGHT = (("ru", "подарочный сертификат"), ("ru", "самовар"), ("uk", "турка для індукції"), ("ru", "самовар"))
INTERNAL = Words(
    title="Возврат без чека: кто решает",
    summary="До какой суммы решает сотрудник, а когда спрашивают старшего.",
    body="До **3 000 ₽** решает тот, кто отвечает. Дороже — старший смены, в тот же день.",
)


def know(brand: Brand, *, administrator: Staff, agent: Staff, at: datetime) -> None:
    """All published but one draft; one for the staff alone; one to be looked over; some words sought in vain."""
    for place, (slug, names) in enumerate(SECTIONS, start=1):
        actions.set_section(brand=brand, slug=slug, names=names, place=place, by=administrator, at=at)
    for language in ("ru", "uk", "en"):  # the first is that of the sections' slugs
        pages = list(folders.pages(FOLDERS / language, language=language, publish=True))
        importing.take_all(brand=brand, pages=pages, by=administrator, at=at)
    _look_after(brand, administrator, agent, at)
    shelf = Section.objects.get(brand=brand, slug=SECTIONS[0][0])
    terms = Terms(audience="internal", section_id=shelf.pk, owner_id=administrator.pk)
    article = actions.start(brand=brand, terms=terms, by=administrator, at=at)
    version = drafting.keep(article_id=article.pk, language="ru", words=INTERNAL, by=administrator, at=at)
    publishing.publish(version_id=version.pk, by=administrator, at=at)
    draft = Words(title="Подарочные сертификаты", body="Сертификат действует год.")
    article = actions.start(brand=brand, terms=Terms(owner_id=agent.pk), by=agent, at=at)
    publishing.send_to_review(
        version_id=drafting.keep(article_id=article.pk, language="ru", words=draft, by=agent, at=at).pk, by=agent, at=at
    )
    for language, words in SOUGHT:
        asking.note_not_found(brand_id=brand.pk, language=language, words=words, at=at)


def _look_after(brand: Brand, administrator: Staff, agent: Staff, at: datetime) -> None:
    """Each has an owner and a day in half a year; the oldest one's day has come."""
    for number, article in enumerate(Article.objects.filter(brand=brand).order_by("pk")):
        days = -3 if number == 0 else 180
        terms = Terms(
            section_id=article.section_id,
            owner_id=(agent if number % 2 else administrator).pk,
            review_by=(at + timedelta(days=days)).date(),
        )
        actions.set_terms(article_id=article.pk, terms=terms, by=administrator, at=at)
