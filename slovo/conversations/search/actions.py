"""A person's own saved searches."""

from django.utils.translation import gettext as _

from slovo.conversations.list_models import SavedSearch
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.people.models import Staff

NAME_CHARS_MAX = 60
QUERY_CHARS_MAX = 400
SAVED_SEARCHES_MAX = 50


class UnableToSaveSearch(UnableTo):
    pass


@transaction()
def save_search(*, staff: Staff, name: str, query: str) -> SavedSearch:
    """Under a name that is there already, the new question takes the old one's place."""
    name, query = " ".join(name.split()), query.strip()
    if not query:
        raise UnableToSaveSearch(_("There is nothing to save yet. Search for something first."))
    name = name or query[:NAME_CHARS_MAX]
    if len(name) > NAME_CHARS_MAX or len(query) > QUERY_CHARS_MAX:
        raise UnableToSaveSearch(_("This is too long to be saved. Choose fewer words."))
    if SavedSearch.objects.filter(staff=staff).exclude(name=name).count() >= SAVED_SEARCHES_MAX:
        raise UnableToSaveSearch(_("You have 50 saved searches. Delete one that you no longer need."))
    saved, _new = SavedSearch.objects.update_or_create(staff=staff, name=name, defaults={"query": query})
    return saved


@transaction()
def delete_search(*, staff: Staff, search_id: int) -> None:
    SavedSearch.objects.filter(staff=staff, pk=search_id).delete()
