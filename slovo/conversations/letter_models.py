from django.db import models

from slovo.brands.models import Brand


class LetterText(models.Model):
    """A brand's own words for a part of what rules write (`letter_words.PARTS`), in one language."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="letter_texts", db_index=False)
    part = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "part", "language"], name="one_letter_text_a_language")]
