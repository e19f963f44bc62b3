"""How the indexes of conversations look when there are many, for SQLite's planner."""

# A million of conversations of two brands, some fifty thousand not closed (`core/planner.py`).
OF_A_MILLION = {
    "conversation_all": (1_000_000, 500_000, 1, 1),
    "conversation_opened": (1_000_000, 500_000, 1, 1),
    "conversation_customer": (1_000_000, 2, 1),
    "conversation_closed": (950_000, 475_000, 1, 1),
    "conversation_last_closed": (950_000, 475_000, 1, 1),
    "conversation_last": (50_000, 25_000, 1, 1),
    "conversation_kind": (50_000, 25_000, 8_000, 3_000),
    "conversation_open": (25_000, 12_500, 1, 1),
    "conversation_waiting": (20_000, 10_000, 1, 1),
    "conversation_nobodys": (10_000, 400, 1, 1),  # fewer than by the assignee, of which "nobody" is the most frequent
    "conversation_own": (50_000, 500, 1, 1, 1, 1, 1, 1),
    "conversation_team": (50_000, 5_000, 1, 1),
    "conversation_snoozed": (1_000, 500, 1, 1),
    "conversation_wakes": (1_000, 1),
    "conversation_root": (10_000, 1),
}
