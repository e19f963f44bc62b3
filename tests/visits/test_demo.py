"""Whoever tries the house finds visits and a queue that live."""

from django.utils import timezone

from slovo.config.demo.visitors import receive
from slovo.visits.models import Resource, Visit
from slovo.visits.walk_in_models import Ticket, WalkInQueue
from tests.cast import Cast, arrives, letter


def test_a_company_of_the_demo_expects_somebody_and_has_a_queue(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)

    receive(cast.chainik, at=timezone.now())

    assert [visit.resource.staff for visit in Visit.objects.all()] == [cast.anna]
    assert [one.name for one in Resource.objects.all()] == ["Анна Белкина", "Павел Громов"]
    assert (WalkInQueue.objects.get().name, Ticket.objects.count()) == ("Ремонт и возврат", 2)
