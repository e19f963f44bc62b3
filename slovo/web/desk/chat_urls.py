"""Addresses of chats: the queue, several at once, the settings of a brand’s chat."""

from django.urls import path

from slovo.web.desk.views import assistant_voice, chat_desk, chat_settings, chats, protection

urlpatterns = [
    path("conversations/<uuid:public_id>/blocking", chats.block, name="conversation_blocking"),
    path("conversations/<uuid:public_id>/address-blocking", chats.block_address, name="conversation_address_blocking"),
    path("conversations/<uuid:public_id>/acceptance", chats.accept, name="chat_acceptance"),
    path("chats/", chats.index, name="chats"),
    path("chats/address-unblocking", chats.lift_address_block, name="address_unblocking"),
    path("chats/duty", chats.set_duty, name="chat_duty"),
    path("brands/<int:pk>/chat", chat_settings.chat, name="brand_chat"),
    path("brands/<int:pk>/chat/site", chat_settings.site, name="brand_chat_site"),
    path("brands/<int:pk>/chat/secret", chat_settings.secret, name="brand_chat_secret"),
    path("brands/<int:pk>/chat/desk", chat_settings.desk, name="brand_chat_desk"),
    path("brands/<int:pk>/protection", protection.show, name="brand_protection"),
    path("brands/<int:pk>/protection/<slug:face>", protection.change, name="brand_protection_of"),
    path("chats/strip", chat_desk.strip, name="chat_strip"),
    path("chats/signs", chat_desk.signs, name="chat_signs"),
    path("conversations/<uuid:public_id>/handing", chat_desk.hand_on, name="chat_handing"),
    path("conversations/<uuid:public_id>/whispers", chat_desk.whisper, name="chat_whispers"),
    path("conversations/<uuid:public_id>/pinned", chat_desk.read_pinned, name="chat_pinned"),
    path("brands/<int:pk>/assistant/voice", assistant_voice.voice, name="brand_voice"),
    path("brands/<int:pk>/assistant/voice/trials", assistant_voice.trial, name="brand_voice_trials"),
]
