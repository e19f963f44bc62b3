from django.db import models


class Spent(models.Model):
    """An answer to a challenge that has counted, until nobody could give it any more.

    `name`: a digest of the challenge. `once`: a digest of what it was given for: the same thing, sent twice, is one
    thing, and its answer may come twice; "" for what is another each time. `again_at`: when it came twice.
    """

    name = models.CharField(max_length=64, primary_key=True)
    once = models.CharField(max_length=64, blank=True)
    again_at = models.DateTimeField(null=True)
    until = models.DateTimeField(db_index=True)
