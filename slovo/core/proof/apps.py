from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "slovo.core.proof"
    label = "proof"
