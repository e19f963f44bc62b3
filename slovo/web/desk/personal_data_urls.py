"""What is held of customers."""

from django.urls import path

from slovo.web.desk.views import customers, personal_data

urlpatterns = [
    path("customers/<uuid:public_id>/sign-in-code", customers.speak_code, name="customer_sign_in_code"),
    path("customers/<uuid:public_id>/consent-letter", customers.ask_consent, name="customer_consent_letter"),
    path("customers/<uuid:public_id>/data/", personal_data.of_customer, name="customer_data"),
    path("customers/<uuid:public_id>/erasure", personal_data.erase, name="customer_erasure"),
    path("customers/<uuid:public_id>/copies", personal_data.copy, name="customer_copies"),
    path("customers/<uuid:public_id>/copies/<int:pk>", personal_data.copy_part, name="customer_copy"),
    path("personal-data/", personal_data.index, name="personal_data"),
    path("brands/<int:pk>/kept-days/", personal_data.kept_days, name="kept_days"),
    path("brands/<int:pk>/unproven-consents", personal_data.ask_consents, name="unproven_consents"),
    path("brands/<int:pk>/personal-data", personal_data.set_term, name="privacy_rule"),
]
