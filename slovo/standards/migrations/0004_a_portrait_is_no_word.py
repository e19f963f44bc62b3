from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("standards", "0003_expectations_of_portraits")]

    operations = [
        migrations.RemoveField(model_name="expectation", name="portrait_name"),
        migrations.AddConstraint(
            model_name="expectation",
            constraint=models.UniqueConstraint(
                fields=("brand", "portrait", "what"), name="one_expectation_a_portrait"
            ),
        ),
        migrations.AddConstraint(
            model_name="expectation",
            constraint=models.UniqueConstraint(
                fields=("brand", "what"), name="one_expectation_of_all", condition=models.Q(("portrait", None))
            ),
        ),
    ]
