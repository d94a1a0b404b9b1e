from django.db import migrations

WIDER = """
    UPDATE surveys_eventbatch SET number = -(number / 10000 * 1000000 + number % 10000);
    UPDATE surveys_eventbatch SET number = -number;
"""
"""Two steps: no new number may meet an old one on the way."""


class Migration(migrations.Migration):
    """Room for 10,000 openings of a page in a batch's number, so that two hardly ever draw the same."""

    dependencies = [
        ("surveys", "0005_sides"),
    ]

    operations = [
        migrations.RunSQL(WIDER),
    ]
