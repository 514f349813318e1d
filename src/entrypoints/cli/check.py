"""``twite check``: does everything fit together?"""

import sys

import click

from .opening import opened


@click.command()
def check() -> None:
    """Recount everything, and verify every invariant.  Changes nothing; fails on a finding."""
    with opened() as (twite, _):
        findings = twite.check()
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(1)
    click.echo("All is well.")
