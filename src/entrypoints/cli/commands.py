"""All commands, and what their failures look like."""

import os
from importlib import import_module
from importlib.metadata import version

import click

from ...adapters.sql.backups import Damaged, InUse
from ...adapters.sql.schema import SchemaMismatch
from ...application.ports.unit_of_work import Unavailable
from ...domain.errors import TwiteError
from ..settings import WrongSetting
from . import logs

PRIVATE_FILES = 0o077  # whatever is made here is its owner's alone
# In which module each command stands: a server should not carry the others about.
COMMANDS = {
    "backup": "backup",
    "check": "check",
    "migrate": "migrate",
    "post": "post",
    "restore": "backup",
    "schedule": "schedule",
    "seed": "seed",
    "serve": "serve",
    "settings": "settings",
    "timeline": "timeline",
    "user": "users",
    "worker": "worker",
}
# Which extra brings a module that may be missing.
EXTRAS = {"psycopg": "postgres"} | dict.fromkeys(
    ("alembic", "argon2", "jinja2", "litestar", "uvicorn"), "server"
)


class Group(click.Group):
    """Commands whose failures are a sentence that says what to do, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{COMMANDS[cmd_name]}", __package__)
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (TwiteError, WrongSetting, SchemaMismatch, Damaged, InUse, ValueError) as why:
            raise click.ClickException(str(why)) from why
        except Unavailable as why:
            raise click.ClickException(
                f"{why}; is TWITE_DATABASE_URL right, and the server up?"
            ) from why
        except ModuleNotFoundError as missing:
            if missing.name not in EXTRAS:
                raise
            extra = EXTRAS[missing.name]
            raise click.ClickException(
                f"this needs {missing.name}: pip install 'twite[{extra}]'"
            ) from missing


@click.group(cls=Group)
@click.version_option(version("twite"), prog_name="twite")
@click.option("--verbose", "-v", is_flag=True, help="Log more than warnings and failures.")
def twite(verbose: bool) -> None:
    """Microblogging as a library, and the server on top of it.

    Settings come from the environment: `twite settings` lists them.
    """
    os.umask(PRIVATE_FILES)
    logs.begin(verbose=verbose)
