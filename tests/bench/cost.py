"""What one message costs in processor time, by its steps, all in one process: no clients, nothing waits.

For comparing two versions on a machine that does other work: processor time of the least of several rounds, and of
PostgreSQL's processes beside it.
"""

import gc
import json
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import count

from django.test import Client
from django.utils import timezone

from tests.bench import intake
from tests.bench.processes import Running

MESSAGES = 50  # of a round


def run(rounds: int) -> None:
    from slovo.channels import actions as channels
    from slovo.channels.models import Mailbox
    from slovo.core.tasks.worker import Worker

    logging.disable(logging.WARNING)
    gc.set_threshold(20_000, 20, 20)
    box = Mailbox.objects.get(address="help@chainik.example")
    ids, texts, answers = intake._answered(), intake._texts(3), intake._texts(3, told_when=intake.TOLD_WHEN)
    client = Client(HTTP_HOST="localhost", headers={"Authorization": f"Bearer {intake._token()}"})
    numbers = count()

    def letter() -> None:
        number = next(numbers)
        raw = intake.a_letter(7, number % len(texts), texts[number % len(texts)])
        raw = raw.replace(b"@@", b"%d-%d" % (time.time_ns(), number))
        channels.accept(brand_id=box.brand_id, kind="email", raw=raw, mailbox=box, at=timezone.now())

    def post(path: str, **document: object) -> None:
        answer = client.post(f"/api/v1/conversations{path}", json.dumps(document), content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content

    def filed() -> None:
        number = next(numbers)
        sender = {"name": "Клиент", "email": f"client3.{number % 400}@example.com"}
        own = f"{time.time_ns()}-{number}"
        post("", sender=sender, text=texts[number % len(texts)], subject="Вопрос", external_id=own)

    def reply() -> None:
        number = next(numbers)
        post(f"/{ids[number % len(ids)]}/replies", text=answers[number % len(answers)])

    least: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _round in range(rounds + 1):
        for name, one in (("letter", letter), ("api", filed), ("reply", reply)):
            least[f"{name}: door"].append(_cost(lambda one=one: [one() for _ in range(MESSAGES)]))
            least[f"{name}: worker"].append(_cost(Worker().drain))
    for step, costs in least.items():
        own, database = (min(cost[which] for cost in costs[1:]) for which in (0, 1))
        print(f"{step}: {own:.2f} ms of processor a message, the database {database:.2f}", flush=True)


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds a message of this process and of the database's."""
    from tests.bench.processes import _postmaster

    house = Running(0, 0, 0, {}, _postmaster())
    database, own = sum(house.cpu().values()), time.process_time()
    work()
    own = time.process_time() - own
    return own * 1000 / MESSAGES, (sum(house.cpu().values()) - database) * 1000 / MESSAGES
