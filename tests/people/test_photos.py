"""How somebody looks: for colleagues, and for customers where the person and the brand want it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from slovo.core.files import actions as files
from slovo.core.files import pictures
from slovo.core.files.models import File
from slovo.core.files.pictures import UnableToUsePicture, squared
from slovo.people.models import Staff
from slovo.people.photos import SIDE_PIXELS, UPLOAD_BYTES_MAX
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter
from tests.people.pictures import GREEN, PLACE, SCRIPT, colours, from_a_camera, green, packed
from tests.web.portal.pages import Phone, opens, promised_to_irina

OWN = "/preferences/photo"


def now_of(staff: Staff) -> Staff:
    return Staff.objects.select_related("photo").get(pk=staff.pk)


def uploads(browser: Client, address: str, content: bytes, name: str = "я.png") -> Any:
    return browser.post(address, {"photo": SimpleUploadedFile(name, content)})


def stored(staff: Staff) -> bytes:
    row = now_of(staff)
    return bytes(row.photo.content or b"") if row.photo else b""


def test_somebody_chooses_a_photo_and_colleagues_see_it(cast: Cast) -> None:
    anna, maria = cast.browser_of(cast.anna), cast.browser_of(cast.maria)
    uploads(anna, OWN, packed(green()))

    address = f"/people/{cast.anna.public_id}/photo"
    assert f'src="{address}?' in anna.get("/preferences/").content.decode()
    shown = maria.get(address)
    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert cast.browser_of(cast.taras).get(address).status_code == 404
    anna.post(OWN, {"remove": "yes"})
    assert maria.get(address).status_code == 404


def test_who_administers_a_person_may_choose_it_and_nobody_else(cast: Cast) -> None:
    address = f"/people/{cast.anna.public_id}/photo/change"
    uploads(cast.browser_of(cast.orlov), address, from_a_camera(), "я.jpg")
    assert stored(cast.anna).startswith(b"\xff\xd8")
    for other in (cast.maria, cast.pavel, cast.taras):
        assert uploads(cast.browser_of(other), address, packed(green())).status_code in (403, 404)
    assert stored(cast.anna).startswith(b"\xff\xd8")


def test_a_cameras_photo_is_small_square_and_upright_and_tells_nothing_more(cast: Cast) -> None:
    uploads(cast.browser_of(cast.anna), OWN, from_a_camera(), "я.jpg")

    made = stored(cast.anna)
    with Image.open(BytesIO(made)) as found:
        assert (found.format, found.size, dict(found.getexif())) == ("JPEG", (SIDE_PIXELS, SIDE_PIXELS), {})
    assert colours(made) == ("red", "green")
    assert [part in made for part in (PLACE.encode(), SCRIPT)] == [False, False]
    assert len(made) < 8 * 1024


def test_of_a_long_one_its_middle_is_kept_and_what_is_transparent_is_white(cast: Cast) -> None:
    clear = Image.new("RGBA", (100, 400))
    clear.paste((*GREEN, 255), (0, 200, 100, 400))
    for form in ("PNG", "WEBP"):
        uploads(cast.browser_of(cast.anna), OWN, packed(clear, form), f"я.{form.lower()}")
        assert colours(stored(cast.anna)) == ("white", "green")


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: b"", "JPEG, PNG"),
        (lambda: SCRIPT, "JPEG, PNG"),
        (lambda: packed(green(), "GIF"), "JPEG, PNG"),
        (lambda: packed(green())[:8], "JPEG, PNG"),
        (lambda: packed(green())[:-40], "JPEG, PNG"),
        (lambda: packed(green()).replace(b"IDAT", b"IDAX"), "JPEG, PNG"),
        (lambda: packed(green(8, 300)), "very small"),
        (lambda: packed(Image.new("1", (8_000, 8_000))), "million pixels"),
        (lambda: packed(Image.new("1", (14_000, 14_000))), "million pixels"),
        (lambda: b"0" * (UPLOAD_BYTES_MAX + 1), "megabytes"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(cast: Cast, made: Callable[[], bytes], words: str) -> None:
    anna = cast.browser_of(cast.anna)
    assert uploads(anna, OWN, made()).status_code == 302

    assert words in anna.get("/preferences/").content.decode()
    assert now_of(cast.anna).photo is None


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_any_damage_is_refused_or_does_no_harm(form: str) -> None:
    """Bytes from the first to the last, each in its turn: a picture, or a refusal in words."""
    whole = packed(green(64, 64), form)
    taken, tried = 0, range(0, len(whole), max(1, len(whole) // 300))
    for at in tried:
        damaged = whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :]
        try:
            taken += squared(damaged, side=16).side == 16
        except UnableToUsePicture:
            continue
    assert taken < len(tried)


def test_a_photo_that_is_shown_is_not_swept_away(cast: Cast) -> None:
    uploads(cast.browser_of(cast.anna), OWN, packed(green()))
    assert files.sweep(at=timezone.now() + 3 * files.UNUSED_LIFE) == 0
    assert File.objects.count() == 1


@pytest.fixture
def promise(cast: Cast) -> Promise:
    """Of Anna, who has a photo."""
    arrives(letter(), cast.chainik_mail)
    uploads(cast.browser_of(cast.anna), OWN, packed(green()))
    return promised_to_irina(cast)


def anna_says(cast: Cast, wish: str) -> None:
    cast.browser_of(cast.anna).post(OWN, {"customers": wish})


def brand_says(cast: Cast, **wish: str) -> None:
    cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/faces", wish)


def sees(phone: Phone, promise: Promise) -> bool:
    """The page shows it exactly when it can be fetched."""
    address = f"/s/{phone.token}/faces/{promise.shown_id}"
    shown = f'src="{address}"' in phone.get().content.decode()
    answer = phone.client.get(address)
    assert (answer.status_code == 200) == shown
    assert not shown or colours(answer.content) == ("green", "green")
    return shown


def test_customers_see_it_when_both_want_it(cast: Cast, promise: Promise) -> None:
    phone = opens(cast)
    assert not sees(phone, promise)
    anna_says(cast, "yes")
    assert not sees(phone, promise)
    brand_says(cast, shown="yes")
    assert sees(phone, promise)
    assert 'alt="Фото: Анна Белкина"' in phone.get().content.decode()
    assert len(phone.get().content) < 30 * 1024
    anna_says(cast, "no")
    assert not sees(phone, promise)
    anna_says(cast, "yes")
    brand_says(cast)
    assert not sees(phone, promise)


def test_another_picture_by_somebody_else_is_agreed_to_anew(cast: Cast, promise: Promise) -> None:
    phone = opens(cast)
    anna_says(cast, "yes")
    brand_says(cast, shown="yes")
    assert sees(phone, promise)
    uploads(cast.browser_of(cast.orlov), f"/people/{cast.anna.public_id}/photo/change", from_a_camera())
    assert not sees(phone, promise)


def test_a_link_shows_nobody_but_who_owes_what_it_shows(cast: Cast, promise: Promise) -> None:
    phone = opens(cast)
    anna_says(cast, "yes")
    brand_says(cast, shown="yes")
    nothing = "00000000-0000-7000-8000-000000000000"
    assert phone.client.get(f"/s/{phone.token}/faces/{nothing}").status_code == 404
    assert phone.client.get(f"/s/unknown/faces/{promise.shown_id}").status_code == 404


def test_only_an_administrator_decides_for_the_brand(cast: Cast) -> None:
    for other in (cast.anna, cast.maria, cast.taras):
        address = f"/brands/{cast.chainik.pk}/faces"
        assert cast.browser_of(other).post(address, {"shown": "yes"}).status_code in (403, 404)
