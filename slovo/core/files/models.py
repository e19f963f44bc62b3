from django.db import models


class File(models.Model):
    """Some bytes, once. What they are called and who may see them is told by the rows that refer to them.

    Small ones lie in the row itself, so that taking in a letter costs one sync of the disk instead of three.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    bytes = models.PositiveBigIntegerField()
    content = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_index=True)
