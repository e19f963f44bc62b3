"""Addresses of what is made good for delays."""

from django.urls import path

from slovo.web.desk.views import overrun_rules, recovery

urlpatterns = [
    path("recovery/", recovery.index, name="recovery"),
    path("recovery/given/", recovery.done, name="recovery_given"),
    path("recovery/report/", recovery.report, name="recovery_report"),
    path("recovery/tasks/<int:pk>/payment", recovery.pay, name="recovery_payment"),
    path("recovery/tasks/<int:pk>/completion", recovery.finish, name="recovery_completion"),
    path("recovery/compensations/<int:pk>/approval", recovery.approve, name="compensation_approval"),
    path("recovery/compensations/<int:pk>/refusal", recovery.refuse, name="compensation_refusal"),
    path("recovery/compensations/<int:pk>/taking-back", recovery.take_back, name="compensation_taking_back"),
    path("recovery/compensations/<int:pk>/telling", recovery.say_told, name="compensation_telling"),
    path("recovery/rules/", overrun_rules.index, name="overrun_rules"),
    path("recovery/rules/<int:pk>/", overrun_rules.show, name="overrun_rule"),
    path("recovery/rules/<int:pk>/archiving", overrun_rules.archive, name="overrun_rule_archiving"),
    path("recovery/codes/", overrun_rules.codes, name="discount_codes"),
]
