from django.db import migrations, models


class Migration(migrations.Migration):
    """Power checks with other numbers of participants and profiles than were planned."""

    dependencies = [
        ("surveys", "0006_openings"),
    ]

    operations = [
        migrations.AddField("powercheck", "participants", models.PositiveIntegerField(null=True)),
        migrations.AddField("powercheck", "profiles", models.PositiveIntegerField(null=True)),
    ]
