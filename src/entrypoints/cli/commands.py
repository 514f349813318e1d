"""All commands, and what their failures look like."""

import os
from importlib.metadata import version

import click

from ...adapters.sql.backups import Damaged, InUse
from ...adapters.sql.schema import SchemaMismatch
from ...application.ports.unit_of_work import Unavailable
from ...domain.errors import TwiteError
from ..settings import WrongSetting
from . import logs
from .backup import backup, restore
from .check import check
from .migrate import migrate
from .post import post
from .seed import seed
from .serve import serve
from .settings import settings
from .timeline import timeline
from .users import user
from .worker import worker

PRIVATE_FILES = 0o077  # whatever is made here is its owner's alone
# Which extra brings a module that may be missing.
EXTRAS = {"psycopg": "postgres"} | dict.fromkeys(
    ("alembic", "argon2", "jinja2", "litestar", "uvicorn"), "server"
)


class Group(click.Group):
    """Commands whose failures are a sentence that says what to do, never a traceback."""

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


for command in (
    serve,
    worker,
    migrate,
    check,
    settings,
    user,
    post,
    timeline,
    backup,
    restore,
    seed,
):
    twite.add_command(command)
