"""Valkey (or Redis), the broker: only *when*, never *what*, so its data may be lost without harm."""

import shutil
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.servers import binaries, processes
from config.servers.places import Place, ServersError
from config.servers.postgres import trim

STOP = [(signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)]


@dataclass(frozen=True, slots=True)
class Broker:
    place: Place

    @property
    def home(self) -> Path:
        return self.place.home / "broker"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket(self) -> Path:
        return self.place.sockets / "broker"

    @property
    def pid_file(self) -> Path:
        return self.home / "pid"

    def pid(self) -> int | None:
        return processes.serving(self.pid_file, marker=str(self.socket))

    def up(self) -> bool:
        self.place.own(self.home)
        if self.pid() is not None:
            return False
        try:
            self.start()
        except ServersError:
            # Written by another version, or damaged: the database is the list of work, so begin afresh.
            if not self.data.exists():
                raise
            shutil.rmtree(self.home / "data.unreadable", ignore_errors=True)
            self.data.rename(self.home / "data.unreadable")
            self.start()
        return True

    def start(self) -> None:
        program = binaries.valkey(self.home)
        self.place.own(self.data)
        self.socket.unlink(missing_ok=True)
        trim(self.log)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        words = [str(program), *(word for name, value in options.items() for word in (f"--{name}", value))]
        process = processes.spawn(words, place=self.place, log=self.log)
        self.pid_file.write_text(f"{process.pid}\n")
        processes.await_ready("The broker", process, self.answers, log=self.log, seconds=30)

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> bool:
        pid = self.pid()
        if pid is None:
            return False
        processes.end(pid, STOP)
        self.pid_file.unlink(missing_ok=True)
        return True

    def environment(self) -> dict[str, str]:
        return {"CELERY_BROKER_URL": f"redis+socket://{quote(str(self.socket))}"}
