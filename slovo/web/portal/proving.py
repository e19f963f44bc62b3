"""Pages on which anybody writes: what their browsers work out before, where the brand asks for it."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from slovo.brands.models import Brand
from slovo.channels import proving
from slovo.channels.proof_models import Face
from slovo.channels.proving import Brought, ProofNeeded
from slovo.core.errors import UnableTo
from slovo.web.portal.frame import whence

FIELD = "proof"


def proved(request: HttpRequest, brand: Brand, noun: str, *, once: str, at: datetime) -> AbstractContextManager[None]:
    """Raises `ProofNeeded`. `once`: by which a page that is sent twice is known as one."""
    given = request.POST.get(FIELD, "")
    return proving.proved(Brought(brand, Face.FORMS, noun, given, whence(request), once), at=at)


def shown(
    request: HttpRequest, brand: Brand, noun: str, problem: UnableTo | None = None, *, at: datetime
) -> dict[str, Any]:
    """For `portal/_proof.html`. What was worked out for a page that comes back is not worked out anew."""
    if isinstance(problem, ProofNeeded):
        return {"proof": problem.challenge, "live": True}
    proof = proving.challenge_for(brand, Face.FORMS, noun, at=at)
    return {"proof": (proof and request.POST.get(FIELD)) or proof, "live": bool(proof)}
