"""Logs: structlog for our lines and everybody's, as JSON or for a person's eyes, without personal data."""

import traceback
from typing import Any

import structlog
from django.db import Error as DatabaseError
from structlog.typing import EventDict, WrappedLogger

SHARED: list[structlog.typing.Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configuration(*, level: str, as_json: bool) -> dict[str, Any]:
    """For settings.LOGGING. Also tells structlog to hand its lines to the same handler."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    discreet_exception,
                    renderer,
                ],
            }
        },
        "handlers": {
            "out": {"class": "logging.StreamHandler", "formatter": "line"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # These write the path (a participant's token), the address or the name that was typed.
            # What matters in them, our own middleware says.
            "django.request": {"handlers": ["nowhere"], "propagate": False},
            "django.security": {"handlers": ["nowhere"], "propagate": False},
            "django.server": {"handlers": ["nowhere"], "propagate": False},
            "axes": {"handlers": ["nowhere"], "propagate": False},
            # Every task received and done, each two seconds.
            "celery": {"level": "WARNING"},
        },
    }


def discreet_exception(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by places, type and message (of a database without its DETAIL: it quotes rows)."""
    found = event.pop("exc_info", None)
    event.pop("exc_text", None)
    if found:
        error = found[1] if isinstance(found, tuple) else found
        if isinstance(error, BaseException):
            event["exception"] = tell(error)
    return event


def tell(error: BaseException) -> str:
    lines = [
        f"  {frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    message = str(error)
    if isinstance(error, DatabaseError):
        message = message.partition("\n")[0]
    told = "\n".join([*lines, f"{type(error).__name__}: {message}"])
    return f"{tell(error.__cause__)}\n{told}" if error.__cause__ else told
