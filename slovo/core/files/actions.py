from datetime import datetime, timedelta

from django.db import models

from slovo.core.db import transaction
from slovo.core.files import storage
from slovo.core.files.models import File

UNUSED_LIFE = timedelta(days=1)  # a file is stored before the row that refers to it
SWEEP_FILES_MAX = 500


@transaction()
def sweep(*, at: datetime) -> int:
    """Remove files that nothing refers to any more."""
    unused = File.objects.filter(created_at__lt=at - UNUSED_LIFE).defer("content")
    for relation in File._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            users = relation.related_model._default_manager.filter(**{relation.field.name: models.OuterRef("pk")})
            unused = unused.filter(~models.Exists(users))
    files = list(unused[:SWEEP_FILES_MAX])
    for file in files:
        storage.remove(file)
    return len(files)
