"""File a request, answer it, close it. Only Python's standard library.

    SLOVO_URL=https://your-desk SLOVO_TOKEN=slovo_… python examples/file_answer_close.py

The token needs the scopes read, file, reply and close, at one brand.
"""

import json
import os
import time
import urllib.request
import uuid
from typing import Any

API = os.environ.get("SLOVO_URL", "http://127.0.0.1:8000") + "/api/v1"
TOKEN = os.environ["SLOVO_TOKEN"]
WAIT_SECONDS_MAX = 60


def call(method: str, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """One request. A problem is raised as urllib.error.HTTPError, whose body says what it is."""
    request = urllib.request.Request(
        API + path,
        method=method,
        data=None if data is None else json.dumps(data).encode(),
        headers={
            "Authorization": f"Bearer {TOKEN}",
            "Content-Type": "application/json",
            "Accept-Language": "en",
            # The same key when the same request is sent again: then it changes nothing twice.
            **({} if method == "GET" else {"Idempotency-Key": str(uuid.uuid4())}),
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return dict(json.load(answer))


def main() -> None:
    filed = call(
        "POST",
        "/conversations",
        {
            "sender": {"name": "Irina Sokolova", "email": "irina@example.com"},
            "subject": "My kettle has not come",
            "text": "Hello! I ordered a kettle a week ago. Where is it?",
            "external_id": f"order-15-{uuid.uuid4()}",
        },
    )
    print("Filed:", filed["reference"])

    conversation = f"/conversations/{filed['conversation']}"
    reply = call("POST", f"{conversation}/replies", {"text": "It is on its way and comes tomorrow."})
    print("Answered:", reply["id"])

    # The promise of an answer is kept when the letter has left the house; before that closing would be refused.
    give_up_at = time.monotonic() + WAIT_SECONDS_MAX
    while not call("GET", f"/messages/{reply['id']}?fields=sent_at")["sent_at"]:
        if time.monotonic() > give_up_at:
            raise SystemExit("The letter has not left. Is the mailbox of the brand connected?")
        time.sleep(0.5)

    # The moment after it has left the promise is kept. Look at the conversation until it owes nothing.
    while call("GET", conversation)["promise"] and time.monotonic() < give_up_at:
        time.sleep(0.5)
    print("Closed:", call("POST", f"{conversation}/closure", {})["state"])


if __name__ == "__main__":
    main()
