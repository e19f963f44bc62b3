"""What open pages of somebody's reminders listen to, whatever they are reminded of."""


def key_of(staff_id: int) -> str:
    return f"reminders:{staff_id}"
