"""What looks by itself, and how often: all of it is enqueued by the ticker."""

from slovo.api import jobs as api_jobs
from slovo.api.webhooks import jobs as webhooks_jobs
from slovo.conversations import chat_jobs
from slovo.conversations import jobs as conversations_jobs
from slovo.core import jobs as core_jobs
from slovo.core.tasks import every
from slovo.knowledge import jobs as knowledge_jobs
from slovo.orders import jobs as orders_jobs
from slovo.people import jobs as people_jobs
from slovo.privacy import jobs as privacy_jobs
from slovo.promises import jobs as promises_jobs
from slovo.recovery import jobs as recovery_jobs
from slovo.visits import jobs as visits_jobs
from slovo.web import gifts

BY_THE_CLOCK = (
    every(promises_jobs.break_overdue, seconds=2),
    every(promises_jobs.take_steps, seconds=1),
    every(recovery_jobs.settle_due, seconds=2),
    every(promises_jobs.assess, seconds=60),
    every(conversations_jobs.show_given_up, seconds=60),
    every(conversations_jobs.wake_due, seconds=5),
    every(gifts.note_announced, seconds=10),
    every(conversations_jobs.ask_follow_ups, seconds=5),
    every(chat_jobs.give_chats_out, seconds=1),
    every(chat_jobs.call_to_chats, seconds=5),
    every(chat_jobs.send_silent_away, seconds=10),
    every(chat_jobs.write_to_absent, seconds=20),
    every(chat_jobs.tell_unseen, seconds=20),
    every(people_jobs.end_shifts, seconds=5),
    every(conversations_jobs.pass_left_behind, seconds=60),
    every(promises_jobs.pass_left_behind, seconds=60),
    every(visits_jobs.remind_due, seconds=20),
    every(visits_jobs.note_overruns, seconds=10),
    every(orders_jobs.expire_reservations, seconds=5),
    every(knowledge_jobs.remind_of_review, seconds=24 * 3600),
    every(core_jobs.sweep, seconds=3600),
    every(core_jobs.compact_vocabulary, seconds=3600),
    every(privacy_jobs.sweep, seconds=24 * 3600),
    every(privacy_jobs.forget_copies, seconds=3600),
    every(api_jobs.sweep, seconds=3600),
    every(webhooks_jobs.follow, seconds=2),
    every(core_jobs.sweep_presence, seconds=10),
)
