"""How the indexes of callbacks look when there is a million, two thousand of them open: for SQLite's planner."""

OF_A_MILLION = {
    "callbacks_callback_customer_id_1e6ce49f": (1_000_000, 5),
    "one_open_callback_a_phone": (2_000, 500, 1),
    "one_callback_a_place": (500, 125, 5, 1),
    "callback_to_make": (2_000, 500, 1, 1),
    "callback_number": (1_000_000, 250_000, 3),
    "callback_about": (1_000_000, 2),
    "callback_all": (1_000_000, 250_000, 1),
    "callback_state": (1_000_000, 250_000, 50_000, 1),
}
