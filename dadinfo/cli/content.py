"""`dadinfo content …`: what authors use."""

import sys
from pathlib import Path

import click

from dadinfo.content import library
from dadinfo.settings import ROOT


@click.group()
def content() -> None:
    """Check what the service says."""


@content.command()
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ROOT / "content")
def check(folder: Path) -> None:
    """Read everything; name each fault as file:line: what is wrong."""
    words, faults = library.read(folder)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(f"{len(faults)} fault{'s' * (len(faults) > 1)} to mend", err=True)
        sys.exit(1)
    steps = sum(step is not None for step in words.steps)
    click.echo(f"Sound: {steps} steps, {len(words.replies)} answers, {len(words.values) - 1} facts and helplines.")
