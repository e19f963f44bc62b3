"""How the ledger's indexes look when there is a million promises, a tenth of them owed: for SQLite's planner."""

OF_A_MILLION = {
    "promises_promise_brand_id_8622164d": (1_000_000, 250_000),
    "promises_promise_customer_id_946d8924": (1_000_000, 5),
    "promise_about": (1_000_000, 2),
    "promise_public_id": (1_000_000, 1),
    "one_owed_answer": (100_000, 1),
    "promise_owed": (100_000, 1),
    "promise_steps": (50_000, 2, 1),
    "promise_customer_steps": (50_000, 2, 1),
    "promise_broken": (100_000, 25_000, 1),
    "promise_released": (100_000, 25_000, 1),
    "promise_settled": (900_000, 225_000, 1),
    "promise_done": (800_000, 200_000, 30_000, 1),
    "promise_done_owners": (800_000, 4_000, 1),
    "promise_done_teams": (400_000, 20_000, 1),
    "promise_due": (100_000, 25_000, 1, 1),
    "promise_asked": (2_000, 500, 1, 1),
    "promise_changed": (5_000, 1_250, 1, 1),
    "promise_paused": (5_000, 1_250, 1),
    "promise_owners": (100_000, 500, 1, 1),
    "promise_teams": (100_000, 5_000, 1, 1),
    "promise_kinds": (100_000, 25_000, 3_000, 1, 1),
}
LINKS_OF_A_MILLION = {
    "promises_statuslink_customer_id_29435217": (1_000_000, 5),
    "link_newest": (1_000_000, 250_000, 1),
    "link_revoked": (2_000, 500, 1),
}
