"""python -m config.servers run [--throwaway] -- COMMAND | stop | reset | status"""

import argparse
import sys

from config.servers import run
from config.servers.places import ServersError, persistent


def main(words: list[str]) -> int:
    arguments = parser().parse_args(words)
    try:
        return int(ACTIONS[arguments.action](arguments))
    except (ServersError, OSError) as error:
        run.say(str(error))
        return 1


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m config.servers", description="Embedded PostgreSQL and Valkey."
    )
    actions = top.add_subparsers(dest="action", required=True)
    around = actions.add_parser("run", help="run a command with both servers up, stop them afterwards")
    around.add_argument("--throwaway", action="store_true", help="with empty servers, deleted afterwards")
    around.add_argument("--durable", action="store_true", help="throwaway, but writing like a real one")
    around.add_argument("command", nargs="+")
    actions.add_parser("stop", help="stop this checkout's servers, whoever started them")
    actions.add_parser("reset", help="stop them and delete all their data")
    actions.add_parser("status", help="say which run, and where their data lie")
    return top


def act_run(arguments: argparse.Namespace) -> int:
    command: list[str] = arguments.command
    words = command[1:] if command[0] == "--" else command
    return run.run(words, throwaway=arguments.throwaway, durable=arguments.durable)


def act_stop(arguments: argparse.Namespace) -> int:
    run.say("stopped " + (", ".join(run.stop()) or "nothing: none ran"))
    return 0


def act_reset(arguments: argparse.Namespace) -> int:
    run.reset()
    run.say("stopped; all data deleted")
    return 0


def act_status(arguments: argparse.Namespace) -> int:
    for name, pid in run.status().items():
        run.say(f"{name}: " + (f"runs, process {pid}" if pid else "does not run"))
    run.say(f"data: {persistent().home}")
    return 0


ACTIONS = {"run": act_run, "stop": act_stop, "reset": act_reset, "status": act_status}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
