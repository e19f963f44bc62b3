"""What is read together is one conversation for programs as well; their replies wait for nobody to take them back."""

from django.utils import timezone

from slovo.channels.models import Outbound, State
from slovo.conversations import merging
from slovo.conversations.models import Conversation
from slovo.core.tasks import drain
from tests.api.programs import files, program_of
from tests.cast import Cast


def two_merged(cast: Cast) -> tuple[Conversation, Conversation]:
    program = program_of(cast.anna)
    files(program, sender={"email": "a@example.com"})
    files(program, sender={"email": "b@example.com"})
    kept, merged = Conversation.objects.order_by("pk")
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, by=cast.anna, at=timezone.now())
    return kept, merged


def test_a_merged_one_is_shown_listed_and_answered_where_it_is_read(cast: Cast) -> None:
    kept, merged = two_merged(cast)
    program = program_of(cast.anna)

    shown = program.get(f"conversations/{merged.public_id}").json()
    listed = program.get("conversations").json()["data"]
    said = program.get(f"conversations/{merged.public_id}/messages").json()["data"]
    assert (shown["id"], [one["id"] for one in listed], len(said)) == (str(kept.public_id), [str(kept.public_id)], 2)

    answer = program.post(f"conversations/{merged.public_id}/replies", {"text": "Он в пути."})
    assert (answer.status_code, answer.json()["conversation"]) == (201, str(kept.public_id))


def test_facts_name_conversations_that_were_merged(cast: Cast) -> None:
    kept, merged = two_merged(cast)

    rows = program_of(cast.orlov).get("facts?limit=100").json()["data"]
    fact = next(row for row in rows if row["kind"] == "ConversationsMerged")
    assert (fact["about"]["id"], fact["data"]["merged"]) == (str(kept.public_id), str(merged.public_id))


def test_a_programs_reply_leaves_at_once(cast: Cast) -> None:
    program = program_of(cast.anna)
    conversation = files(program)["conversation"]

    program.post(f"conversations/{conversation}/replies", {"text": "Он в пути."})
    drain(raise_errors=True)

    assert Outbound.objects.get().state == State.SENT
