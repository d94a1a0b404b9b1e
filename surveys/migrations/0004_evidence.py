import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0003_arrivals"),
    ]

    operations = [
        migrations.AlterModelOptions(
            "run", {"verbose_name": "computation", "verbose_name_plural": "computations"}
        ),
        migrations.AlterField("estimate", "contrast", models.CharField(max_length=60)),
        migrations.AddField("estimate", "at", models.JSONField(default=list)),
        migrations.AddField("estimate", "variant", models.CharField(blank=True, default="", max_length=60)),
        migrations.AddField(
            "estimate", "comparison", models.CharField(blank=True, default="", max_length=40)
        ),
        migrations.AddField("estimate", "equivalence", models.JSONField(null=True)),
        migrations.AddField("estimate", "seed", models.BigIntegerField(null=True)),
        migrations.AddField("run", "results_hash", models.CharField(default="", max_length=64)),
        migrations.AddField("run", "progress", models.JSONField(default=dict)),
        migrations.CreateModel(
            name="PowerCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="wanted", max_length=10, verbose_name="state")),
                ("wanted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wanted")),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True, default="", verbose_name="error")),
                ("content", models.TextField()),
                ("repeats", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("effects", models.JSONField(default=dict)),
                ("assumed", models.JSONField(default=dict)),
                ("seed", models.BigIntegerField(default=1)),
                ("results", models.JSONField(default=dict)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="power_checks",
                        to="surveys.study",
                    ),
                ),
                (
                    "wanted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
