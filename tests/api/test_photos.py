"""How colleagues look, through the API: by the same rules as at the desk."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from slovo.people.models import Staff
from slovo.people.queries import may_customers_see
from slovo.people.rights import Verb
from tests.api.programs import Program, program_of, shop
from tests.cast import Cast
from tests.people.pictures import colours, from_a_camera, green, packed


def brings(program: Program, staff: Staff, content: bytes, **headers: str) -> Any:
    return program.client.post(
        f"/api/v1/staff/{staff.public_id}/photo",
        {"file": SimpleUploadedFile("я.jpg", content)},
        headers={"Authorization": f"Bearer {program.text}", **headers},
    )


def seen_by_customers(cast: Cast) -> bool:
    cast.chainik.refresh_from_db()
    return may_customers_see(Staff.objects.get(pk=cast.anna.pk), cast.chainik)


def test_customers_see_her_when_she_and_the_brand_want_it(cast: Cast) -> None:
    anna, orlov = program_of(cast.anna), program_of(cast.orlov)
    photo, brand = f"staff/{cast.anna.public_id}/photo", f"brands/{cast.chainik.public_id}/staff-photos"

    assert brings(anna, cast.anna, from_a_camera()).json()["there_is_one"]
    shown = program_of(cast.maria).get(photo)
    assert (shown.status_code, shown["Content-Type"], colours(shown.content)) == (200, "image/jpeg", ("red", "green"))
    agreed = anna.ask("PUT", f"{photo}-consent", {"shown": True}).json()
    assert agreed == anna.get(f"{photo}-consent").json() and agreed["shown_since"]
    assert not seen_by_customers(cast)
    wanted = orlov.ask("PUT", brand, {"shown": True}).json()
    assert wanted == orlov.get(brand).json() and wanted["shown_since"]
    assert seen_by_customers(cast)

    assert orlov.ask("PUT", brand, {"shown": False}).json()["shown_since"] is None
    assert anna.ask("DELETE", photo).status_code == 204
    assert anna.get(photo).status_code == 404
    assert anna.get(f"{photo}-consent").json()["there_is_one"] is False


def test_nobody_agrees_for_somebody_else(cast: Cast) -> None:
    orlov, consent = program_of(cast.orlov), f"staff/{cast.anna.public_id}/photo-consent"
    program_of(cast.anna).ask("PUT", consent, {"shown": True})

    assert brings(orlov, cast.anna, packed(green())).json()["shown_since"] is None  # another picture: she is asked anew
    assert orlov.ask("PUT", consent, {"shown": True}).json()["type"] == "urn:slovo:problem:not-allowed"
    assert shop(cast).ask("PUT", consent, {"shown": True}).status_code == 403


def test_who_neither_is_nor_administers_her_changes_nothing(cast: Cast) -> None:
    brand = f"brands/{cast.chainik.public_id}/staff-photos"
    brings(program_of(cast.anna), cast.anna, packed(green()))

    assert brings(program_of(cast.pavel), cast.anna, packed(green())).status_code == 403
    assert program_of(cast.pavel).ask("DELETE", f"staff/{cast.anna.public_id}/photo").status_code == 403
    assert program_of(cast.anna).ask("PUT", brand, {"shown": True}).status_code in {403, 404}
    only_reads = program_of(cast.orlov, scopes={Verb.READ})
    assert only_reads.ask("PUT", brand, {"shown": True}).json()["type"] == "urn:slovo:problem:scope-missing"
    taras = program_of(cast.taras)
    assert [taras.get(path).status_code for path in (f"staff/{cast.anna.public_id}/photo", brand)] == [404, 404]
    assert brings(taras, cast.anna, packed(green())).status_code == 404


def test_what_is_no_picture_is_refused_in_words(cast: Cast) -> None:
    anna = program_of(cast.anna)
    wrong = brings(anna, cast.anna, b"not at all")

    assert (wrong.status_code, wrong.json()["type"]) == (409, "urn:slovo:problem:unable-to-use-picture")
    assert "JPEG" in wrong.json()["detail"]
    assert anna.post(f"staff/{cast.anna.public_id}/photo").status_code == 422


def test_the_same_picture_twice_under_one_key_is_one_change(cast: Cast) -> None:
    anna = program_of(cast.anna)
    first, second = (brings(anna, cast.anna, packed(green()), **{"Idempotency-Key": "k"}) for _time in range(2))

    assert (first.json(), second["Idempotent-Replayed"]) == (second.json(), "true")
