"""manage.py profiles --count 30 --seed lab-1 --archetypes ordinary always_on > pool.yaml"""

import re
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.profiles.generated import KINDS, MOST, Marks, draw_pool
from surveys.protocol.notation import pool_yaml

CODE = re.compile(r"[a-z][a-z0-9_]{0,30}")


class Command(BaseCommand):
    help = "Draw invented people as a pool in YAML: the same seed gives the same people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=30, help=f"1 to {MOST}")
        parser.add_argument("--seed", required=True, help="any word, such as lab-1")
        parser.add_argument(
            "--archetypes",
            nargs="+",
            default=list(KINDS),
            metavar="KIND",
            help=f"kinds of account, in turn; all of them if left out: {', '.join(KINDS)}",
        )
        parser.add_argument(
            "--marks",
            choices=get_args(Marks),
            default="alike",
            help="likes, replies and ages of posts: alike for everybody (where scores are assigned by lot),"
            " or as the account would have them",
        )
        parser.add_argument("--code", default="drawn", help="the pool's name in the data")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pool = draw_pool(
                options["count"], options["seed"], kinds=options["archetypes"], marks=options["marks"]
            )
        except ValueError as error:
            raise CommandError(f"{_option(str(error))}.") from error
        if not CODE.fullmatch(options["code"]):
            raise CommandError("--code must be small letters, digits and underscores, a letter first.")
        self.stdout.write(pool_yaml(pool.model_copy(update={"code": options["code"]})), ending="")


def _option(message: str) -> str:
    """The message about an argument, by the option that was typed."""
    argument, _space, rest = message.partition(" ")
    option = "archetypes" if argument == "kinds" else argument
    return f"--{option} {rest}"
