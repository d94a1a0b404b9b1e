"""manage.py simulate STUDY --participants 300 --effect level:competence=.05 --dropout .1"""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from tqdm import tqdm

from surveys import simulate
from surveys.models import Simulation, Study


class Command(BaseCommand):
    help = "Send simulated participants through a live study. They never count as real ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("study", help="the study's public address, such as first-impressions")
        parser.add_argument("--participants", type=int, default=100)
        parser.add_argument(
            "--effect",
            action="append",
            default=[],
            metavar="FACTOR:OUTCOME=SIZE",
            help="repeatable: level:competence=.05 (per 10 points), visibility:anxiety=4 (shown - hidden), "
            "groups:anxiety:course=dip=8 (whoever has this level)",
        )
        parser.add_argument("--dropout", type=float, default=0.0, help="share that leaves before the end")
        parser.add_argument("--seed", type=int, help="for the same people again; drawn and printed if absent")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # Nobody sees the row before its lock is ours: a worker would be quicker.
            with transaction.atomic():
                simulation = self._wanted(options)
                simulate.begin(simulation)
        except simulate.Refused as error:
            raise CommandError(str(error)) from error
        self._perform(simulation)

    def _wanted(self, options: dict[str, Any]) -> Simulation:
        study = Study.objects.filter(address=options["study"]).first()
        if study is None:
            known = ", ".join(Study.objects.values_list("address", flat=True)[:20]) or "none yet"
            raise CommandError(f"There is no study {options['study']!r}. Studies here: {known}.")
        return simulate.want(
            study,
            participants=options["participants"],
            effects=simulate.effects_from(study, options["effect"]),
            dropout=options["dropout"],
            seed=secrets.randbelow(2**31) if options["seed"] is None else options["seed"],
        )

    def _perform(self, simulation: Simulation) -> None:
        with tqdm(total=simulation.participants, unit=" people", file=self.stderr, disable=None) as bar:

            def move(done: int) -> None:
                bar.update(done - bar.n)

            simulate.perform(simulation, progress=move)
        simulation.refresh_from_db()
        if simulation.error:
            raise CommandError(simulation.error)
        self.stdout.write(f"{simulation.done} simulated people took part (seed {simulation.seed}).")
