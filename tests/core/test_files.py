"""Files: once for each content, safe before they are named, gone when nobody needs them."""

from datetime import timedelta

from django.utils import timezone

from slovo.core.files import actions, storage
from slovo.core.files.models import File
from tests.cast import Cast, arrives, letter, the_last_message

SMALL = b"a receipt"
LARGE = b"a photograph" * 10_000


def test_small_and_large_contents_come_back_whole(db: None) -> None:
    at = timezone.now()
    small, large = storage.put(SMALL, at=at), storage.put(LARGE, at=at)

    assert (storage.read(small), storage.read(large)) == (SMALL, LARGE)
    assert (small.content is not None, large.content is not None) == (True, False)


def test_the_same_content_is_stored_once(db: None) -> None:
    at = timezone.now()

    assert storage.put(LARGE, at=at) == storage.put(LARGE, at=at)
    assert File.objects.count() == 1


def test_what_nobody_refers_to_is_swept_after_a_day(db: None) -> None:
    storage.put(LARGE, at=timezone.now() - timedelta(days=2))
    young = storage.put(SMALL, at=timezone.now())

    assert actions.sweep(at=timezone.now()) == 1

    assert list(File.objects.all()) == [young]


def test_what_a_message_refers_to_stays(cast: Cast) -> None:
    arrives(letter(files=[("чек.txt", "text/plain", SMALL)]), cast.chainik_mail)
    File.objects.update(created_at=timezone.now() - timedelta(days=9))

    assert actions.sweep(at=timezone.now()) == 0

    assert storage.read(the_last_message().attachments.get().file) == SMALL
