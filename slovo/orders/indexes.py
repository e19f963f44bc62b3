"""How the indexes of orders and reservations look when there is a million of each: for SQLite's planner."""

ORDERS = {
    "order_newest": (1_000_000, 250_000, 1, 1),
    "order_of_customer": (1_000_000, 5, 1),
    "order_by_number": (1_000_000, 250_000, 1),
    "sqlite_autoindex_orders_order_2": (1_000_000, 250_000, 250_000, 1),  # one_order_a_name
}

RESERVATIONS = {
    "orders_reservation_customer_id_a60196b5": (1_000_000, 5),
    "reservation_line": (20_000, 5_000, 10, 1, 1),
    "reservation_held": (1_000, 1),
    "reservation_newest": (1_000_000, 250_000, 1, 1),
    "reservation_state": (1_000_000, 250_000, 50_000, 1, 1),
}
