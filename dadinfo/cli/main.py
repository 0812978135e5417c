"""The `dadinfo` command: exit 0 done, 1 a fault in data or state, 2 wrong usage or settings."""

import sys

import click
from sqlalchemy.exc import ArgumentError, DBAPIError

from dadinfo.cli import content, operate, timeline, understand
from dadinfo.content.library import ContentFault
from dadinfo.journal import JournalShort
from dadinfo.settings import SettingsFault


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """A web and SMS service that tells dads what mums are told."""


for command in (timeline.timeline, understand.understand, content.content):
    commands.add_command(command)
for command in (operate.tick, operate.worker, operate.seed, operate.db, operate.doctor, operate.demo):
    commands.add_command(command)


def main() -> None:
    """Run a command. What goes wrong is said in a sentence on standard error, never as a traceback."""
    try:
        commands(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except SettingsFault as fault:
        _fail(f"The settings are not complete, or not right:\n{fault}", 2)
    except ContentFault as fault:
        _fail(f"The content has faults; mend these lines:\n{fault}", 1)
    except JournalShort as fault:
        _fail(f"Nothing was sent: {fault}", 1)
    except ArgumentError:
        _fail("DADINFO_DATABASE_URL is no address of a database; write it like sqlite:////folder/dadinfo.sqlite", 2)
    except OSError as error:
        _fail(f"A file or the network cannot be reached ({error.strerror}): {error.filename or 'see the settings'}", 1)
    except DBAPIError:
        _fail(
            "The database does not answer, or is not set up: check DADINFO_DATABASE_URL, then run dadinfo db upgrade", 1
        )


def _fail(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
