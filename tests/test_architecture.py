"""The house stands as docs/house.md says. What would be argued in a review is decided here."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from inspect import Parameter, getmembers, isfunction, signature
from pathlib import Path
from types import ModuleType
from typing import get_type_hints

import pytest
from django.apps import apps

import slovo.facts
from slovo.config.wiring import WIRING
from slovo.core.errors import UnableTo
from slovo.core.rules import Rule
from slovo.core.tasks.definitions import definitions
from slovo.facts import Fact
from slovo.people.rights import Verb

ROOT = Path(slovo.facts.__file__).parents[2]
PACKAGE = ROOT / "slovo"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
DOMAINS = (
    "brands",
    "people",
    "customers",
    "channels",
    "standards",
    "knowledge",
    "promises",
    "conversations",
    "callbacks",
    "orders",
    "requests",
    "visits",
    "recovery",
    "book",
    "assistant",
    "privacy",
)
FACES = ("web", "api")
FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 70
LONG_FILES = {"slovo/channels/email/parse/cyrillic.py": "a table of how often pairs of letters stand together"}

BY_RULE = ""  # nobody asks: a reaction to a fact, a clock, a channel, the command line
ACTIONS = {
    "api.keep_answer": BY_RULE,
    "assistant.answering.speak": BY_RULE,
    "assistant.answering.think": BY_RULE,
    "assistant.flows.setting.adopt": Verb.MANAGE_BRAND,
    "assistant.flows.setting.bring": Verb.MANAGE_BRAND,
    "assistant.flows.setting.draft": Verb.MANAGE_BRAND,
    "assistant.flows.setting.make_version": Verb.MANAGE_BRAND,
    "assistant.flows.setting.publish": Verb.MANAGE_BRAND,
    "assistant.flows.setting.remove": Verb.MANAGE_BRAND,
    "assistant.flows.setting.switch": Verb.MANAGE_BRAND,
    "assistant.setting.set_rule": Verb.MANAGE_BRAND,
    "assistant.voice_setting.set_voice": Verb.MANAGE_BRAND,
    "assistant.voice_setting.try_voice": Verb.MANAGE_BRAND,
    "assistant.voicing.begin": BY_RULE,
    "assistant.voicing.end": BY_RULE,
    "assistant.voicing.in_other_words": BY_RULE,
    "api.keep_upload": BY_RULE,  # of one's own token
    "api.sweep": BY_RULE,
    "api.webhooks.add_webhook": Verb.MANAGE_BRAND,
    "api.webhooks.change_webhook": Verb.MANAGE_BRAND,
    "api.webhooks.file_deliveries": BY_RULE,
    "api.webhooks.give_up": BY_RULE,
    "api.webhooks.note_attempt": BY_RULE,
    "api.webhooks.put_off": BY_RULE,
    "api.webhooks.remove_webhook": Verb.MANAGE_BRAND,
    "api.webhooks.replay": Verb.MANAGE_BRAND,
    "api.webhooks.rotate_secret": Verb.MANAGE_BRAND,
    "book.look_over": Verb.REPLY,
    "book.set_book": Verb.MANAGE_BRAND,
    "book.show_again": Verb.REPLY,
    "book.withhold": Verb.REPLY,
    "book.withhold_whole": Verb.WITHHOLD_ENTRIES,
    "book.write": BY_RULE,  # a page that is there for everybody
    "book.answering.answer": Verb.REPLY,
    "brands.create_brand": BY_RULE,  # the face asks: whoever opens a brand administers it
    "brands.change_brand": Verb.MANAGE_BRAND,  # asked by the view: brands stand below people
    "brands.keep_calendar": BY_RULE,  # asked by what has the hours
    "brands.show_staff": Verb.MANAGE_BRAND,  # as above
    "brands.change_hours": Verb.MANAGE_BRAND,  # asked by the view, as change_brand
    "callbacks.ask": Verb.PROMISE,
    "callbacks.ask_by_customer": BY_RULE,  # a page of the brand's, with limits of its own
    "callbacks.choosing.cancel": Verb.PROMISE,
    "callbacks.choosing.cancel_by_customer": BY_RULE,  # a page of the customer's own is the right
    "callbacks.choosing.choose_time": BY_RULE,  # as above
    "callbacks.following.change_brand": BY_RULE,  # part of moving a conversation, which asks
    "callbacks.note_missed_call": Verb.FILE,
    "callbacks.calling.leave": Verb.PROMISE,
    "callbacks.calling.log_attempt": Verb.PROMISE,
    "callbacks.calling.take": Verb.PROMISE,
    "callbacks.ruling.set_rule": Verb.MANAGE_BRAND,
    "channels.accept": BY_RULE,
    "channels.close_mailbox": Verb.MANAGE_MAILBOXES,
    "channels.connect_mailbox": Verb.MANAGE_MAILBOXES,
    "channels.outcomes.carry_out": BY_RULE,  # part of channels.send
    "channels.outcomes.end": BY_RULE,
    "channels.outcomes.mark_going": BY_RULE,
    "channels.mark_duplicate": BY_RULE,
    "channels.mark_taken_in": BY_RULE,
    "channels.open_mailbox": BY_RULE,  # the view offers only brands where the person may
    "channels.outcomes.record_bounce": BY_RULE,
    "channels.outcomes.record_failed": BY_RULE,
    "channels.outcomes.record_retry": BY_RULE,
    "channels.outcomes.record_sent": BY_RULE,
    "channels.send": BY_RULE,  # the one door; who may write is asked by what is written
    "channels.send_again": BY_RULE,
    "channels.reschedule": BY_RULE,  # as channels.send
    "channels.take_back": BY_RULE,  # as channels.send
    "channels.chat.answer": BY_RULE,
    "channels.chat.come": BY_RULE,  # a visitor: the brand's site is asked for, and limits of its own
    "channels.chat.consent": BY_RULE,  # the key of a visitor is the right
    "channels.chat.identify": BY_RULE,  # the signature of the brand's site is the right
    "channels.chat.mark": BY_RULE,  # the key of a visitor is the right
    "channels.chat.say": BY_RULE,  # as above
    "channels.chat.see": BY_RULE,  # part of being before a conversation
    "channels.chat.take_consent_back": BY_RULE,  # of a customer who has signed in on the portal
    "channels.chat.visit": BY_RULE,  # the key of a visitor is the right
    "channels.chat.blocking.block": Verb.CLOSE,
    "channels.chat.blocking.block_address": Verb.CLOSE,
    "channels.chat.blocking.go_along": BY_RULE,  # part of channels.chat.identify
    "channels.chat.blocking.lift_address_block": Verb.CLOSE,
    "channels.chat.blocking.note_address": BY_RULE,  # part of channels.chat.say
    "channels.chat.blocking.unblock": Verb.CLOSE,
    "channels.chat.desk_setting.set_desk_rule": Verb.MANAGE_BRAND,
    "channels.chat.duty.choose_signs": BY_RULE,  # one's own
    "channels.chat.duty.send_away": BY_RULE,
    "channels.chat.duty.set_duty": Verb.REPLY,
    "channels.chat.duty.still_here": BY_RULE,  # one's own
    "channels.chat.personal_data.forget_silent": BY_RULE,
    "channels.chat.setting.renew_secret": Verb.MANAGE_BRAND,
    "channels.chat.setting.set_chat": Verb.MANAGE_BRAND,
    "channels.email.count_anew": BY_RULE,
    "channels.email.note_trouble": BY_RULE,
    "channels.email.note_well": BY_RULE,
    "channels.email.pass_over": BY_RULE,
    "channels.email.take": BY_RULE,
    "channels.email.take_fetched": BY_RULE,
    "channels.email.trial.try_mailbox": Verb.MANAGE_MAILBOXES,
    "channels.personal_data.empty": BY_RULE,  # part of forgetting whose it was
    "channels.personal_data.stop": BY_RULE,  # as above
    "channels.proof_setting.set_proof_rule": Verb.MANAGE_BRAND,
    "conversations.chat_clock.call_to_unanswered": BY_RULE,
    "conversations.chat_clock.give_out": BY_RULE,
    "conversations.chat_handing.hand_on": Verb.ASSIGN,
    "conversations.chat_handing.read_pinned": Verb.READ,
    "conversations.chat_handing.whisper": Verb.SEE_ROOM,
    "conversations.chat_letters.give_up": BY_RULE,
    "conversations.chat_letters.note_not_arrived": BY_RULE,
    "conversations.chat_letters.show": BY_RULE,
    "conversations.chat_letters.write": BY_RULE,
    "conversations.chat_rating.rate": BY_RULE,  # the key of a visitor is the right
    "conversations.chat_transcripts.send": BY_RULE,  # as above, with limits of its own
    "conversations.chatting.accept": Verb.ASSIGN,  # asked by taking
    "conversations.chatting.be_before": BY_RULE,  # asked by the view: the conversation must be visible
    "conversations.chatting.mark": BY_RULE,  # the key of a visitor is the right
    "conversations.chatting.type_words": BY_RULE,  # as above
    "conversations.assign": Verb.ASSIGN,
    "conversations.close_conversation": Verb.CLOSE,
    "conversations.create_tag": BY_RULE,
    "conversations.note": Verb.NOTE,
    "conversations.reopen": Verb.REOPEN,
    "conversations.take": Verb.ASSIGN,
    "conversations.tag": Verb.TAG,
    "conversations.take_original_sender": Verb.EDIT_CUSTOMER,
    "conversations.wait_for_customer": Verb.WAIT,
    "conversations.drafts.append": Verb.REPLY,
    "conversations.drafts.keep": Verb.REPLY,
    "conversations.replying.forward": Verb.FORWARD,
    "conversations.replying.reply": Verb.REPLY,
    "conversations.replying.reschedule": Verb.REPLY,
    "conversations.replying.take_back": Verb.REPLY,
    "conversations.attention.follow": Verb.READ,
    "conversations.attention.relate": Verb.RELATE,
    "conversations.attention.see_mentions": Verb.READ,
    "conversations.attention.unfollow": Verb.READ,
    "conversations.attention.unrelate": Verb.RELATE,
    "conversations.forgetting.settle": BY_RULE,  # part of erasing a customer, which asks
    "conversations.follow_ups.ask_due": BY_RULE,
    "conversations.follow_ups.call_off": BY_RULE,
    "conversations.follow_ups.call_off_by_hand": Verb.PROMISE,
    "conversations.follow_ups.plan": BY_RULE,
    "conversations.follow_ups.plan_for_delivered": BY_RULE,
    "conversations.follow_ups.plan_for_unpromised": BY_RULE,
    "conversations.follow_ups.set_rule": Verb.MANAGE_BRAND,
    "conversations.lettering.set_words": Verb.MANAGE_BRAND,
    "conversations.moving.move": Verb.MOVE,
    "conversations.canned.add": Verb.MANAGE_CANNED,
    "conversations.canned.archive": Verb.MANAGE_CANNED,
    "conversations.canned.change": Verb.MANAGE_CANNED,
    "conversations.handing.hand_over": BY_RULE,  # asked by the actions that it is made of
    "conversations.handing.pass_left_behind": BY_RULE,
    "conversations.handing.pass_to_teams": BY_RULE,
    "conversations.merging.merge": Verb.MERGE,
    "conversations.merging.unmerge": Verb.MERGE,
    "conversations.splitting.rejoin": Verb.MERGE,
    "conversations.splitting.split": Verb.MERGE,
    "conversations.snoozing.snooze": Verb.SNOOZE,
    "conversations.snoozing.wake": Verb.SNOOZE,
    "conversations.snoozing.wake_due": BY_RULE,
    "conversations.search.delete_search": BY_RULE,  # one's own
    "conversations.search.save_search": BY_RULE,
    "conversations.filing.file_from_page": BY_RULE,  # a page that is there for everybody
    "conversations.asking.ask": BY_RULE,  # a page of the customer's own is the right
    "conversations.filing.file_message": Verb.FILE,
    "conversations.bulk.begin_change": Verb.CHANGE_MANY,
    "conversations.bulk.go_on": BY_RULE,
    "conversations.bulk.undo_change": Verb.CHANGE_MANY,
    "conversations.saved_view_actions.change_view": Verb.SHARE_VIEWS,
    "conversations.saved_view_actions.choose_look": BY_RULE,  # one's own
    "conversations.saved_view_actions.keep_view": Verb.SHARE_VIEWS,
    "conversations.saved_view_actions.move_view": Verb.SHARE_VIEWS,
    "conversations.saved_view_actions.remove_view": Verb.SHARE_VIEWS,
    "conversations.tags.add_tag": Verb.MANAGE_TAGS,
    "conversations.tags.archive_tag": Verb.MANAGE_TAGS,
    "conversations.tags.change_tag": Verb.MANAGE_TAGS,
    "conversations.tags.merge_tags": Verb.MANAGE_TAGS,
    "conversations.tags.move_merged": BY_RULE,
    "conversations.tags.unarchive_tag": Verb.MANAGE_TAGS,
    "conversations.informing.inform": BY_RULE,
    "conversations.delivery.confirm_arrived": Verb.DECIDE_DELIVERY,
    "conversations.delivery.note_arrived": BY_RULE,
    "conversations.delivery.note_delayed": BY_RULE,
    "conversations.delivery.note_not_sent": BY_RULE,
    "conversations.delivery.note_sent": BY_RULE,
    "conversations.delivery.send_again": Verb.DECIDE_DELIVERY,
    "conversations.delivery.show_again": BY_RULE,
    "conversations.telling.tell": BY_RULE,
    "conversations.telling.unsay_settled": BY_RULE,
    "core.presence.beat": BY_RULE,  # asked by the view: the conversation must be visible
    "core.presence.leave": BY_RULE,
    "core.presence.sweep": BY_RULE,
    "customers.add_customer": Verb.EDIT_CUSTOMER,
    "customers.add_identity": Verb.EDIT_CUSTOMER,
    "customers.counterpart": BY_RULE,
    "customers.create_unknown": BY_RULE,
    "customers.find_or_create": BY_RULE,
    "customers.forget_addresses": BY_RULE,  # part of erasing them, which asks
    "customers.know": BY_RULE,
    "customers.turn_out": BY_RULE,
    "customers.merge": Verb.MERGE_CUSTOMERS,
    "customers.change": Verb.EDIT_CUSTOMER,
    "customers.portraits.set_portrait": Verb.MANAGE_BRAND,
    "customers.portraits.archive_portrait": Verb.MANAGE_BRAND,
    "customers.portraits.portray": Verb.EDIT_CUSTOMER,
    "customers.consents.say": Verb.EDIT_CUSTOMER,
    "book.answering.publish_reply": Verb.REPLY,
    "customers.consents.ask_about_form": Verb.EDIT_CUSTOMER,
    "customers.consents.ask_about_forms": Verb.MANAGE_PERSONAL_DATA,
    "customers.consents.say_by_customer": BY_RULE,  # the customer, on their page
    "customers.consents.confirm": BY_RULE,  # a letter of their own is the right
    "customers.consents.say_on_form": BY_RULE,  # a page that is there for everybody
    "customers.own.correct": BY_RULE,  # the customer, on their page
    "customers.choose_zone": BY_RULE,  # the customer, on their page
    "customers.unmerge": Verb.MERGE_CUSTOMERS,
    "knowledge.archive": Verb.PUBLISH_ARTICLES,
    "knowledge.set_section": Verb.PUBLISH_ARTICLES,
    "knowledge.set_terms": Verb.WRITE_ARTICLES,
    "knowledge.start": Verb.WRITE_ARTICLES,
    "knowledge.unarchive": Verb.PUBLISH_ARTICLES,
    "knowledge.asking.note_not_found": BY_RULE,  # a page that is there for everybody
    "knowledge.asking.say_helped": BY_RULE,  # as above
    "knowledge.attaching.attach": Verb.WRITE_ARTICLES,
    "knowledge.attaching.bring_back": Verb.WRITE_ARTICLES,
    "knowledge.attaching.destroy": Verb.PUBLISH_ARTICLES,
    "knowledge.attaching.remove": Verb.WRITE_ARTICLES,
    "knowledge.drafting.begin": Verb.WRITE_ARTICLES,
    "knowledge.drafting.change_address": Verb.PUBLISH_ARTICLES,
    "knowledge.drafting.keep": Verb.WRITE_ARTICLES,
    "knowledge.drafting.restore": Verb.WRITE_ARTICLES,
    "knowledge.importing.begin": BY_RULE,  # asked by the actions that it is made of
    "knowledge.importing.take": BY_RULE,  # as above
    "knowledge.importing.take_all": BY_RULE,  # as above
    "knowledge.publishing.publish": Verb.PUBLISH_ARTICLES,
    "knowledge.publishing.return_with_words": Verb.PUBLISH_ARTICLES,
    "knowledge.publishing.send_to_review": Verb.WRITE_ARTICLES,
    "knowledge.reminding.remind": BY_RULE,
    "knowledge.reminding.see": BY_RULE,  # one's own reminder
    "knowledge.reviewing.ask_for_review": Verb.MANAGE_BRAND,
    "orders.feeding.take_order": Verb.FEED_ORDERS,
    "privacy.asking.ask": BY_RULE,  # the customer, on their page
    "privacy.asking.set_term": Verb.MANAGE_BRAND,
    "privacy.copying.ask": Verb.MANAGE_PERSONAL_DATA,
    "privacy.copying.ask_by_customer": BY_RULE,  # the customer, on their page
    "privacy.copying.begin_anew": BY_RULE,
    "privacy.copying.finish": BY_RULE,
    "privacy.copying.forget": BY_RULE,
    "privacy.copying.note_taken": BY_RULE,  # of what the reader has been given
    "privacy.copying.store_part": BY_RULE,
    "privacy.erasing.begin": Verb.MANAGE_PERSONAL_DATA,
    "privacy.erasing.go_on": BY_RULE,  # goes on with what `begin` was allowed to
    "privacy.keeping.check": BY_RULE,  # asks whether it could be
    "privacy.keeping.set_days": Verb.MANAGE_PERSONAL_DATA,
    "privacy.sweeping.finish": BY_RULE,
    "privacy.sweeping.next_step": BY_RULE,
    "privacy.sweeping.rule_after": BY_RULE,
    "privacy.sweeping.take": BY_RULE,
    "orders.importing.begin": Verb.FEED_ORDERS,
    "orders.importing.discard": Verb.FEED_ORDERS,
    "orders.importing.go_on": BY_RULE,  # goes on with what `begin` was allowed to
    "orders.importing.look_through": Verb.FEED_ORDERS,
    "orders.hooking.make_hook": Verb.MANAGE_BRAND,
    "orders.hooking.note_received": BY_RULE,
    "orders.hooking.note_refused": BY_RULE,
    "orders.hooking.revoke_hook": Verb.MANAGE_BRAND,
    "orders.reserving.expire": BY_RULE,
    "orders.reserving.leave_to_people": BY_RULE,
    "orders.reserving.let_go": Verb.WORK_ORDERS,
    "orders.reserving.let_go_by_customer": BY_RULE,  # a page of the customer's own is the right
    "orders.reserving.reserve": Verb.WORK_ORDERS,
    "orders.reserving.stock_came": Verb.FEED_ORDERS,
    "orders.reserving.take": Verb.WORK_ORDERS,
    "orders.returning.agree": Verb.WORK_ORDERS,
    "orders.returning.note_received": Verb.WORK_ORDERS,
    "orders.returning.note_slip": BY_RULE,
    "orders.returning.owe_for_cancelled": BY_RULE,  # part of taking an order, which asks
    "orders.returning.settle_refunded": BY_RULE,  # the same
    "orders.returning.refund": Verb.WORK_ORDERS,
    "orders.returning.withdraw": Verb.WORK_ORDERS,
    "orders.ruling.set_rules": Verb.MANAGE_BRAND,
    "people.photos.remove_photo": Verb.MANAGE_PEOPLE,  # or one's own
    "people.photos.set_photo": Verb.MANAGE_PEOPLE,  # or one's own
    "people.photos.show_to_customers": BY_RULE,  # of oneself alone
    "people.accept_invitation": BY_RULE,  # the token is the right
    "people.add_staff": BY_RULE,
    "people.change_work": Verb.MANAGE_PEOPLE,
    "people.choose_language": BY_RULE,  # one's own
    "people.choose_preferences": BY_RULE,  # one's own
    "people.come_back": BY_RULE,  # one's own, else as go_away
    "people.dismiss": Verb.MANAGE_PEOPLE,
    "people.dismiss_guide": BY_RULE,  # for oneself
    "people.give_role": BY_RULE,
    "people.go_away": Verb.SET_AWAY,
    "people.shifts.end_shifts": BY_RULE,
    "people.shifts.set_shifts": Verb.SET_AWAY,
    "people.introduce": BY_RULE,
    "people.invite": BY_RULE,
    "people.invite_again": Verb.MANAGE_PEOPLE,
    "people.invite_colleague": Verb.MANAGE_PEOPLE,
    "people.join_team": BY_RULE,
    "people.note_signed_in": BY_RULE,
    "people.tokens.integration": BY_RULE,  # part of connecting a program, which asks
    "people.tokens.issue_token": Verb.MANAGE_BRAND,  # for an integration; one's own without asking
    "people.tokens.note_token_used": BY_RULE,
    "people.tokens.revoke_token": Verb.MANAGE_BRAND,  # as above
    "promises.break_overdue": BY_RULE,
    "promises.checking.check_in": Verb.PROMISE,
    "promises.choosing.choose": Verb.PROMISE,  # the customer's own page is the right of the customer
    "promises.choosing.choose_in_words": BY_RULE,  # the customer's own words are the right
    "promises.fulfil_answer": BY_RULE,
    "promises.note_heard": BY_RULE,
    "promises.pause_answer": BY_RULE,
    "promises.put_back": BY_RULE,
    "promises.promise_answer": BY_RULE,
    "promises.release_answer": BY_RULE,
    "promises.resume_answer": BY_RULE,
    "promises.sooner.change_sooner": Verb.MANAGE_BRAND,
    "promises.sooner.offer_sooner": Verb.MANAGE_BRAND,
    "promises.sooner.withdraw_sooner": Verb.MANAGE_BRAND,
    "promises.following.change_brand": BY_RULE,
    "promises.following.go_with_work": BY_RULE,
    "promises.following.owe_to": BY_RULE,
    "promises.following.pass_on": BY_RULE,
    "promises.handing.hand_over": Verb.PROMISE,
    "promises.handing.pass_left_behind": BY_RULE,
    "promises.handing.pass_to_teams": BY_RULE,
    "promises.kind_rules.archive_kind": Verb.MANAGE_BRAND,
    "promises.kind_rules.set_kind": Verb.MANAGE_BRAND,
    "promises.ladders.restep": BY_RULE,
    "promises.ladders.restep_customer": BY_RULE,
    "promises.ladders.set_ladder": Verb.MANAGE_BRAND,
    "promises.ladders.set_notice_rules": Verb.MANAGE_BRAND,
    "promises.confirming.confirm_by_customer": BY_RULE,  # a page of the customer's own is the right
    "promises.confirming.deny_by_customer": BY_RULE,  # as above
    "promises.links.make_link": Verb.PROMISE,
    "promises.links.make_link_by_rule": BY_RULE,
    "promises.links.revoke_link": Verb.PROMISE,
    "promises.work_links.make_work_link": Verb.PROMISE,
    "promises.work_links.revoke_work_link": Verb.PROMISE,
    "promises.working.report_delay": BY_RULE,  # the link of whoever does the work is the right
    "promises.working.report_done": BY_RULE,  # as above
    "promises.ledger.keep": Verb.PROMISE,
    "promises.ledger.keep_by_rule": BY_RULE,
    "promises.ledger.make": Verb.PROMISE,
    "promises.ledger.make_by_rule": BY_RULE,
    "promises.ledger.owe_again": Verb.PROMISE,
    "promises.ledger.release": Verb.PROMISE,
    "promises.ledger.release_by_customer": BY_RULE,  # a page of the customer's own is the right
    "promises.ledger.release_by_rule": BY_RULE,
    "promises.ledger.say_news": Verb.PROMISE,
    "promises.ledger.strike_out": Verb.PROMISE,
    "promises.ledger.strike_out_unsaid": BY_RULE,  # part of taking an answer back, which asks
    "promises.moving.agree": BY_RULE,  # part of choosing, which asks
    "promises.moving.consent_by_customer": BY_RULE,  # as above
    "promises.moving.move": Verb.PROMISE,
    "promises.moving.move_by_customer": BY_RULE,  # part of moving their visit on a page of their own
    "promises.moving.move_by_rule": BY_RULE,
    "promises.moving.take_back_untold": BY_RULE,
    "promises.moving.note_notice": BY_RULE,
    "promises.moving.record_consent": Verb.PROMISE,
    "promises.moving.say_told": Verb.PROMISE,
    "promises.moving.take_back": Verb.PROMISE,
    "promises.notifying.drop": BY_RULE,
    "promises.notifying.leave_cancelled_to_people": BY_RULE,
    "promises.notifying.leave_delay_to_people": BY_RULE,
    "promises.notifying.leave_move_to_people": BY_RULE,
    "promises.notifying.leave_to_people": BY_RULE,
    "promises.notifying.note_not_sent": BY_RULE,
    "promises.notifying.note_sent": BY_RULE,
    "promises.notifying.part": BY_RULE,
    "promises.notifying.say": BY_RULE,
    "promises.notifying.take_up_again": BY_RULE,
    "promises.notifying.tell_move": BY_RULE,
    "promises.rating.rate_by_customer": BY_RULE,  # a page of the customer's own is the right
    "promises.mending.record_break": BY_RULE,  # whoever runs the command line
    "promises.mending.released_late": BY_RULE,  # as above
    "promises.reminding.remind_of_cancellation": BY_RULE,
    "promises.reminding.see": BY_RULE,  # one's own reminder
    "promises.reminding.see_answered": BY_RULE,  # part of answering, which asks
    "promises.risk_reminding.remind_at_risk": BY_RULE,
    "promises.stepping.take_steps": BY_RULE,
    "requests.archive_option": Verb.MANAGE_BRAND,
    "requests.archive_type": Verb.MANAGE_BRAND,
    "requests.set_option": Verb.MANAGE_BRAND,
    "requests.set_type": Verb.MANAGE_BRAND,
    "requests.forms.drop_draft": Verb.MANAGE_BRAND,
    "requests.forms.follow_move": BY_RULE,  # part of moving a conversation, which asks
    "requests.forms.move_field": Verb.MANAGE_BRAND,
    "requests.forms.publish": Verb.MANAGE_BRAND,
    "requests.forms.put_field": Verb.MANAGE_BRAND,
    "requests.forms.remove_field": Verb.MANAGE_BRAND,
    "requests.forms.set_form": Verb.MANAGE_BRAND,
    "requests.forms.submit_for_customer": Verb.FILE,
    "requests.forms.submit_on_page": BY_RULE,  # a page that is there for everybody
    "requests.choosing.choose": Verb.FILE,
    "requests.choosing.choose_on_page": BY_RULE,  # a page that is there for everybody
    "requests.choosing.follow_release": BY_RULE,
    "requests.choosing.give_back": Verb.FILE,
    "requests.extras.give": Verb.REPLY,
    "requests.extras.note_announced": BY_RULE,
    "requests.extras.say_announced": Verb.REPLY,
    "requests.extras.take_back": Verb.REPLY,
    "standards.expectations.archive_expectation": Verb.MANAGE_BRAND,
    "standards.expectations.make_choice_of": Verb.MANAGE_BRAND,
    "standards.expectations.note_unpromised": Verb.NOTE,
    "standards.expectations.say_up_front": Verb.MANAGE_BRAND,
    "standards.expectations.set_expectation": Verb.MANAGE_BRAND,
    "recovery.approve": Verb.APPROVE_COMPENSATION,
    "recovery.begin": BY_RULE,
    "recovery.name_value": Verb.PROMISE,
    "recovery.refuse": Verb.APPROVE_COMPENSATION,
    "recovery.say_told": Verb.WORK_RECOVERY,
    "recovery.settle": BY_RULE,
    "recovery.use_code": Verb.WORK_RECOVERY,
    "recovery.rules.archive_rule": Verb.EDIT_OVERRUN_RULES,
    "recovery.rules.import_codes": Verb.EDIT_OVERRUN_RULES,
    "recovery.rules.set_rule": Verb.EDIT_OVERRUN_RULES,
    "recovery.rules.set_words": Verb.EDIT_OVERRUN_RULES,
    "recovery.telling.note_left": BY_RULE,
    "recovery.telling.note_not_left": BY_RULE,
    "recovery.telling.tell": BY_RULE,
    "recovery.taking_back.take_back": Verb.APPROVE_COMPENSATION,
    "recovery.work.finish_task": Verb.WORK_RECOVERY,
    "recovery.work.pay_refund": Verb.WORK_RECOVERY,
    "recovery.work.see_to": BY_RULE,  # a low mark
    "standards.set_service_level": BY_RULE,  # asked by the view, as brands.change_brand
    "conversations.page_deeds.show": BY_RULE,
    "conversations.telling_callbacks.say_not_reached": BY_RULE,
    "conversations.telling_consents.say_was_it_you": BY_RULE,
    "conversations.telling_forms.say_it_is_here": BY_RULE,
    "conversations.telling_orders.say_it_is_here": BY_RULE,
    "conversations.telling_orders.unsay_it_is_here": BY_RULE,
    "conversations.telling_visits.say": BY_RULE,
    "visits.booking.book": Verb.PROMISE,
    "visits.booking.book_by_customer": BY_RULE,  # a page of the customer's own is the right
    "visits.booking.cancel": Verb.PROMISE,
    "visits.booking.cancel_by_customer": BY_RULE,  # as above
    "visits.booking.confirm": Verb.PROMISE,
    "visits.booking.confirm_by_customer": BY_RULE,  # as above
    "visits.booking.move": Verb.PROMISE,
    "visits.booking.move_by_customer": BY_RULE,  # as above
    "visits.coming.came": Verb.PROMISE,
    "visits.coming.did_not_come": Verb.PROMISE,
    "visits.page.book_on_page": BY_RULE,  # a page that is there for everybody
    "visits.page.set_page": Verb.MANAGE_BRAND,
    "visits.queue_setting.close_queue": Verb.MANAGE_BRAND,
    "visits.queue_setting.set_hours": Verb.MANAGE_BRAND,
    "visits.queue_setting.set_paperwork": Verb.MANAGE_BRAND,
    "visits.queue_setting.set_queue": Verb.MANAGE_BRAND,
    "visits.reminding.remind_due": BY_RULE,
    "visits.reminding.shift_reminders": BY_RULE,
    "visits.setting.archive_resource": Verb.MANAGE_BRAND,
    "visits.setting.archive_type": Verb.MANAGE_BRAND,
    "visits.setting.set_hours": Verb.MANAGE_BRAND,
    "visits.setting.set_resource": Verb.MANAGE_BRAND,
    "visits.setting.set_type": Verb.MANAGE_BRAND,
    "visits.walk_in.begin_step": Verb.PROMISE,
    "visits.walk_in.call_next": Verb.PROMISE,
    "visits.walk_in.leave": BY_RULE,  # the ticket's token is the right
    "visits.walk_in.miss": Verb.PROMISE,
    "visits.walk_in.note_left": Verb.PROMISE,
    "visits.walk_in.note_overruns": BY_RULE,
    "visits.walk_in.serve": Verb.PROMISE,
    "visits.walk_in.take": Verb.PROMISE,
    "visits.walk_in.take_by_visitor": BY_RULE,  # whoever stands there
}
ACTION_FILES = [
    *(f"slovo.{domain}.actions" for domain in DOMAINS if (PACKAGE / domain / "actions.py").exists()),
    "slovo.assistant.answering",
    "slovo.assistant.flows.setting",
    "slovo.assistant.setting",
    "slovo.assistant.voice_setting",
    "slovo.assistant.voicing",
    "slovo.book.answering",
    "slovo.channels.outcomes",
    "slovo.channels.personal_data",
    "slovo.channels.proof_setting",
    "slovo.customers.consents",
    "slovo.customers.own",
    "slovo.customers.portraits",
    "slovo.callbacks.calling",
    "slovo.callbacks.choosing",
    "slovo.callbacks.following",
    "slovo.callbacks.ruling",
    "slovo.visits.booking",
    "slovo.visits.coming",
    "slovo.visits.page",
    "slovo.visits.queue_setting",
    "slovo.visits.reminding",
    "slovo.visits.setting",
    "slovo.visits.walk_in",
    "slovo.conversations.page_deeds",
    "slovo.conversations.telling_callbacks",
    "slovo.conversations.telling_consents",
    "slovo.conversations.telling_forms",
    "slovo.conversations.telling_orders",
    "slovo.conversations.telling_visits",
    "slovo.channels.chat.actions",
    "slovo.channels.chat.blocking",
    "slovo.channels.chat.desk_setting",
    "slovo.channels.chat.duty",
    "slovo.channels.chat.personal_data",
    "slovo.channels.chat.setting",
    "slovo.channels.email.actions",
    "slovo.channels.email.trial",
    "slovo.conversations.bulk",
    "slovo.conversations.chat_clock",
    "slovo.conversations.chat_handing",
    "slovo.conversations.chat_letters",
    "slovo.conversations.chat_rating",
    "slovo.conversations.chat_transcripts",
    "slovo.conversations.chatting",
    "slovo.conversations.attention",
    "slovo.conversations.canned",
    "slovo.conversations.delivery",
    "slovo.conversations.drafts",
    "slovo.conversations.lettering",
    "slovo.conversations.follow_ups",
    "slovo.conversations.handing",
    "slovo.conversations.informing",
    "slovo.conversations.merging",
    "slovo.conversations.moving",
    "slovo.conversations.replying",
    "slovo.conversations.splitting",
    "slovo.conversations.snoozing",
    "slovo.conversations.telling",
    "slovo.conversations.search.actions",
    "slovo.conversations.filing",
    "slovo.knowledge.asking",
    "slovo.knowledge.attaching",
    "slovo.knowledge.drafting",
    "slovo.knowledge.importing",
    "slovo.knowledge.publishing",
    "slovo.knowledge.reminding",
    "slovo.knowledge.reviewing",
    "slovo.orders.feeding",
    "slovo.orders.hooking",
    "slovo.orders.importing",
    "slovo.orders.reserving",
    "slovo.orders.returning",
    "slovo.orders.ruling",
    "slovo.people.tokens",
    "slovo.promises.checking",
    "slovo.promises.choosing",
    "slovo.requests.choosing",
    "slovo.requests.extras",
    "slovo.requests.forms",
    "slovo.standards.expectations",
    "slovo.conversations.asking",
    "slovo.conversations.forgetting",
    "slovo.privacy.asking",
    "slovo.privacy.copying",
    "slovo.privacy.erasing",
    "slovo.privacy.keeping",
    "slovo.privacy.sweeping",
    "slovo.promises.confirming",
    "slovo.promises.following",
    "slovo.promises.links",
    "slovo.promises.mending",
    "slovo.promises.handing",
    "slovo.promises.kind_rules",
    "slovo.promises.ladders",
    "slovo.promises.ledger",
    "slovo.promises.sooner",
    "slovo.promises.moving",
    "slovo.promises.notifying",
    "slovo.people.photos",
    "slovo.people.shifts",
    "slovo.promises.rating",
    "slovo.promises.reminding",
    "slovo.promises.risk_reminding",
    "slovo.promises.stepping",
    "slovo.promises.work_links",
    "slovo.promises.working",
    "slovo.recovery.rules",
    "slovo.recovery.telling",
    "slovo.recovery.work",
    "slovo.recovery.taking_back",
    "slovo.api.actions",
    "slovo.api.webhooks.actions",
    "slovo.conversations.saved_view_actions",
    "slovo.conversations.tags",
    "slovo.core.presence.actions",
]


def layers() -> list[set[str]]:
    """The lowest first."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return [set(re.findall(r"\w+", line)) for line in reversed(contract["layers"])]


def height_of(module: str) -> int:
    part = module.split(".")[1]
    return next(height for height, names in enumerate(layers()) if part in names)


@cache
def text(path: Path) -> str:
    return path.read_text()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_foreign_keys_never_point_up() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("slovo.")]
    upwards = [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model in ours
        if height_of(field.related_model.__module__) > height_of(model.__module__)
    ]
    assert ours
    assert upwards == []


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_domains_know_nothing_of_http() -> None:
    faces = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.template")
    below = [path for path in FILES if path.parts[len(PACKAGE.parts)] in (*DOMAINS, "core", "facts")]
    assert [(place(path), name) for path in below for name in imported(path) if name.startswith(faces)] == []


def test_there_are_no_model_signals_of_our_own() -> None:
    signals = ("django.db.models.signals", "django.dispatch", "django.core.signals")
    assert [place(path) for path in FILES for name in imported(path) if name.startswith(signals)] == []


WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "transaction"}
COMPOSED = {  # several domains' actions in one transaction; they write no row themselves
    "slovo/web/desk/founding.py",
    "slovo/web/chat_asking.py",
    "slovo/web/chat_choosing.py",
    "slovo/web/requesting.py",
    "slovo/web/portal/deeds.py",
    "slovo/web/portal/deeds_beside.py",
    "slovo/api/access.py",
    "slovo/api/hooks/orders.py",
}
OWN_ACTIONS = ("actions.py", "jobs.py")  # what a face keeps for itself


def test_faces_never_write() -> None:
    found = [
        f"{place(path)}:{node.lineno}"
        for path in FILES
        if path.parts[len(PACKAGE.parts)] in FACES and place(path) not in COMPOSED and path.name not in OWN_ACTIONS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) != "router.delete"  # a method of HTTP
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in WRITES
    ]
    assert found == []


@cache
def actions() -> dict[str, object]:
    from importlib import import_module

    found = {}
    for name in ACTION_FILES:
        module: ModuleType = import_module(name)
        prefix = name.removeprefix("slovo.").removesuffix(".actions")
        for function_name, function in getmembers(module, isfunction):
            own = function.__module__ == name and not function_name.startswith("_")
            if own:
                found[f"{prefix}.{function_name}"] = function
    return found


def test_every_action_has_its_verb_decided() -> None:
    assert sorted(actions()) == sorted(ACTIONS)


@pytest.mark.parametrize("name", [name for name, verb in ACTIONS.items() if verb])
def test_an_action_that_takes_a_verb_asks_for_it_or_its_view_does(name: str) -> None:
    domain = name.rpartition(".")[0].replace(".", "/")
    paths = [PACKAGE / f"{domain}.py", PACKAGE / domain / "actions.py"]
    source = next(path for path in paths if path.exists()).read_text()
    if name.startswith("brands."):
        source = (PACKAGE / "web/desk/views/brands.py").read_text()
    assert f"Verb.{ACTIONS[name].upper()}" in source


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_keyword_only_and_typed(name: str) -> None:
    function = actions()[name]
    assert callable(function)
    parameters = signature(function).parameters.values()
    assert [parameter.name for parameter in parameters if parameter.kind != Parameter.KEYWORD_ONLY] == []
    assert get_type_hints(function).keys() == {parameter.name for parameter in parameters} | {"return"}


WITH_RULES = ("promises", "orders", "visits", "callbacks", "requests", "recovery", "standards")
WITH_RULES += ("conversations/promised.py", "conversations/follow_ups.py")


def refusals(path: Path) -> Iterator[ast.Call]:
    """What is raised there and is a refusal, by its class or by the one that a check was given."""
    from importlib import import_module

    module = import_module(place(path).removesuffix(".py").replace("/", "."))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = ast.unparse(node.exc.func)
            raised = vars(module).get(name)
            if name == "refusal" or (isinstance(raised, type) and issubclass(raised, UnableTo)):
                yield node.exc


def has_rule(call: ast.Call, path: Path) -> bool:
    """Named where it is raised, else once for its class."""
    if any(keyword.arg == "rule" and ast.unparse(keyword.value) != "None" for keyword in call.keywords):
        return True
    name = ast.unparse(call.func)
    classes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef) and node.name == name]
    return name == "NotAllowed" or any("rule=Rule." in ast.unparse(node) for node in classes)


def test_every_refusal_of_what_was_promised_names_its_rule() -> None:
    paths = [path for path in FILES if str(path.relative_to(PACKAGE)).startswith(WITH_RULES)]
    found = [(path, call) for path in paths for call in refusals(path)]
    assert {path.relative_to(PACKAGE).parts[0] for path, _call in found} == {
        name.partition("/")[0] for name in WITH_RULES
    }
    assert [f"{place(path)}:{call.lineno}" for path, call in found if not has_rule(call, path)] == []


def test_every_rule_refuses_something() -> None:
    named = {name for path in FILES for name in re.findall(r"\bRule\.([A-Z_0-9]+)", text(path))}
    assert [rule.name for rule in Rule if rule.name not in named] == []
    assert [rule for rule in Rule if rule.value.upper().replace("-", "_") != rule.name] == []


OTHERS = ("api", "api/webhooks", "core", "core/search", "core/tasks", "core/when", "channels/email")
OTHERS += ("channels/email/quotes",)


@pytest.mark.parametrize("domain", [*DOMAINS, *OTHERS])
def test_every_domain_says_what_it_is_for(domain: str) -> None:
    assert (PACKAGE / domain / "README.md").read_text().startswith("# ")


def test_files_and_functions_are_short() -> None:
    long = [place(path) for path in FILES if len(text(path).splitlines()) > FILE_LINES_MAX]
    assert long == sorted(LONG_FILES)
    functions = [
        f"{place(path)}: {node.name}"
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES_MAX
    ]
    assert functions == []


def test_names_are_the_fields_and_not_the_programmers() -> None:
    weak = re.compile(r"(Service|Manager|Helper|Utils?)$|^(helpers?|utils?|misc|common)$")
    classes = [node.name for path in FILES for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    names = [name for name in classes if weak.search(name) and name != "StaffManager"]  # the framework's own word
    assert names + [place(path) for path in FILES if weak.search(path.stem)] == []


def test_no_words_are_translated_inside_an_f_string() -> None:
    """Before Python 3.12 the extraction does not see them, and they would stay English."""
    found = [
        f"{place(path)}:{call.lineno}"
        for path in FILES
        for string in ast.walk(tree(path))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("_", "gettext", "ngettext", "pgettext")
    ]
    assert found == []


def test_the_extraction_knows_by_what_name_words_are_translated() -> None:
    """What is called otherwise would stay English."""
    found = [
        f"{place(path)}: {name.asname}"
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname and (name.asname != "_" or "pgettext" in name.name)
    ]
    assert found == []


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:|hx-vals=.js:|hx-trigger=\"[^\"]*\["
)


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_a_template_has_no_script_or_style_of_its_own(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


def facts() -> list[type[Fact]]:
    def below(kind: type[Fact]) -> Iterator[type[Fact]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    return [fact for fact in below(Fact) if not fact.__subclasses__() and fact.__module__.startswith("slovo.")]


PLAIN = {"int", "str", "bool", "int | None", "str | None", "tuple[int, ...]", "tuple[str, ...]"}


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.__name__)
def test_a_fact_is_frozen_plain_and_recorded_by_somebody(fact: type[Fact]) -> None:
    assert is_dataclass(fact)
    assert fact.__dataclass_params__.frozen  # type: ignore[attr-defined]
    hints = get_type_hints(fact)
    kinds = {
        getattr(hints[one.name], "__name__", "") if hints[one.name] in (int, str, bool) else str(hints[one.name])
        for one in fields(fact)
    }
    assert kinds <= PLAIN
    outside = [path for path in FILES if not path.is_relative_to(PACKAGE / "facts")]
    assert any(re.search(rf"\b{fact.__name__}\(|_fact\({fact.__name__}\b", text(path)) for path in outside)


def test_arrows_lead_from_facts_to_tasks_with_versions() -> None:
    assert set(WIRING.at_once) | set(WIRING.by_task) <= set(facts())
    assert [name for name in definitions if not re.fullmatch(r"[a-z_.]+@\d+", name)] == []
