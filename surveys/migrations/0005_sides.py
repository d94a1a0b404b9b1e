from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0004_evidence"),
    ]

    operations = [
        migrations.AddField("estimate", "sides", models.JSONField(null=True)),
    ]
