"""Ids that are shown outside: random, ordered by time, never guessable from one another."""

import secrets
import uuid

import uuid_utils.compat

REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I: people read these aloud
REFERENCE_LENGTH = 8


def new_id() -> uuid.UUID:
    """A UUID of version 7."""
    return uuid_utils.compat.uuid7()


def new_reference() -> str:
    """Forty random bits for people: «7KQ2M9XA»."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))
