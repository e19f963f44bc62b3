"""Programs write drafts as people do; nobody else sees or sends them."""

from slovo.conversations.desk_models import Draft
from slovo.people.rights import Verb
from tests.api.programs import Program, files, program_of
from tests.cast import Cast


def asked(program: Program) -> str:
    return f"conversations/{files(program)['conversation']}"


def test_a_draft_is_kept_gone_on_with_and_ends_with_the_reply(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = asked(program)

    first = program.ask("PUT", f"{path}/drafts/reply", {"text": "Он в"}).json()
    second = program.ask("PUT", f"{path}/drafts/reply", {"text": "Он в пути.", "version": first["version"]}).json()

    assert (second["id"], second["text"], second["version"]) == (first["id"], "Он в пути.", 2)
    assert program.get("drafts").json()["data"] == [second]
    assert "Он в пути." in cast.browser_of(cast.anna).get(f"/{path}/").content.decode()
    program.post(f"{path}/replies", {"text": second["text"]})
    assert program.get("drafts").json()["data"] == []


def test_what_was_written_elsewhere_meanwhile_stays(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"{asked(program)}/drafts/note"
    for text in ("Раз", "Раз, два"):
        program.ask("PUT", path, {"text": text})

    assert program.ask("PUT", path, {"text": "Раз и", "version": 1}).status_code == 409

    assert Draft.objects.get().text == "Раз, два"


def test_a_draft_is_given_up(cast: Cast) -> None:
    program = program_of(cast.anna)
    path = f"{asked(program)}/drafts/reply"
    program.ask("PUT", path, {"text": "Может быть"})

    assert [program.ask("DELETE", path).status_code for _ in range(2)] == [204, 204]
    program.ask("PUT", path, {"text": "Или нет"})
    assert program.ask("PUT", path, {"text": " \n"}).status_code == 204
    assert not Draft.objects.exists()


def test_a_draft_is_its_authors_alone(cast: Cast) -> None:
    program, colleague, stranger = program_of(cast.anna), program_of(cast.pavel), program_of(cast.taras)
    path = f"{asked(program)}/drafts/reply"
    program.ask("PUT", path, {"text": "Только моё"})

    assert colleague.get("drafts").json()["data"] == stranger.get("drafts").json()["data"] == []
    assert stranger.ask("PUT", path, {"text": "Чужое"}).status_code == 404
    assert program_of(cast.anna, scopes=[Verb.READ]).ask("PUT", path, {"text": "Нельзя"}).status_code == 403
