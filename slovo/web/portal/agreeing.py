"""Where a letter leads that asks «was it you?». Opening it confirms nothing: machines open links, too."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slovo.core.errors import UnableTo
from slovo.customers import consent_links, consents
from slovo.customers.models import Customer
from slovo.requests import form_queries
from slovo.web.portal.frame import frame, gone, spoken


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    asked = consent_links.read(token, at=at)
    known = Customer.objects.select_related("brand").filter(erased_at=None)
    customer = known.filter(public_id=asked.customer).first() if asked else None
    if asked is None or customer is None:
        return gone(request)
    with spoken(request, customer.language or customer.brand.language, known=bool(customer.language)):
        done, problem = False, ""
        if request.method == "POST":
            try:
                consents.confirm(
                    customer_id=customer.pk, purpose=asked.purpose, words=asked.words, asked_at=asked.at, at=at
                )
                done = True
            except UnableTo as refusal:
                problem = str(refusal)
        context = frame(customer.brand.colour) | {
            "brand": customer.brand,
            "title": _("News and offers"),
            "words": form_queries.consent_said(asked.words, get_language() or "", customer.brand.language),
            "done": done,
            "problem": problem,
        }
        return HttpResponse(render_to_string("portal/agree.html", context), status=422 if problem else 200)
