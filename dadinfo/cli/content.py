"""`dadinfo content …`: what authors use."""

import sys
import textwrap
from datetime import date
from pathlib import Path

import click

from dadinfo.content import approvals, library, translations
from dadinfo.content import coverage as covering
from dadinfo.content.checks import data, risk
from dadinfo.content.checks import translations as translated
from dadinfo.content.edition import Edition
from dadinfo.content.languages import LANGUAGES
from dadinfo.content.library import Library
from dadinfo.content.model import ROLES, Reply
from dadinfo.content.reading import Fault
from dadinfo.settings import ROOT

folder_option = click.option(
    "--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ROOT / "content", hidden=True
)


lang_option = click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)


@click.group()
def content() -> None:
    """Check what the service says."""


@content.command()
@folder_option
@click.option("--live", is_flag=True, help="Also fail for every fact and helpline past its check_by.")
@click.option("--plain", is_flag=True, help="Also name the texts that are hard to read.")
def check(folder: Path, *, live: bool, plain: bool) -> None:
    """Read everything; name each fault as file:line: what is wrong."""
    found, unread = library.find(folder)
    words, faults = library.assemble(folder, found, unread)
    faults += [*translated.faults(found, folder), *risk.check(found)]
    due = list(data.due(found, date.today()))  # noqa: DTZ011 - an author's own day
    hard: list[Fault] = []
    try:
        from dadinfo.content.checks import language

        faults += language.faults(found, folder)
        hard += language.hard(found) if plain else []
    except ImportError:
        click.echo("Spelling and reading age are not checked: pip install 'dadinfo[check]'", err=True)
    _say([] if live else due, "soon: ")
    _say(hard, "hard: ")
    faults = sorted({*faults, *(due if live else [])})
    _say(faults)
    if faults:
        click.echo(f"{len(faults)} fault{'s' * (len(faults) > 1)} to mend", err=True)
        sys.exit(1)
    steps = sum(step is not None for step in words.steps)
    click.echo(
        f"Sound: {steps} steps, {len(words.replies)} answers, {len(words.pages)} pages, "
        f"{len(found.facts)} facts, {len(found.helplines)} helplines, {len(words.editions)} languages."
    )


def _say(faults: list[Fault], before: str = "") -> None:
    for fault in faults:
        click.echo(f"{before}{fault}", err=True)


@content.command()
@folder_option
@click.option("--list", "as_list", is_flag=True, help="As docs/requirements.md has it.")
def coverage(folder: Path, *, as_list: bool) -> None:
    """What serves each requirement of the fact base, in the words that do."""
    found, _ = library.find(folder)
    if as_list:
        click.echo(covering.listing(found), nl=False)
        return
    bare = 0
    for requirement, serving in covering.cover(found):
        click.secho(f"\n{requirement.id}  {requirement.asks}", bold=True)
        if requirement.reason:
            click.echo(_block(f"{requirement.served_by}: {requirement.reason}"))
        for one in serving:
            click.echo(_block(f"{one.where}: {one.quote}"))
        if requirement.served_by == "content" and not serving:
            bare += 1
            click.secho(_block("nothing serves it"), fg="red")
    if bare:
        click.echo(f"\n{bare} requirement{'s' * (bare > 1)} that need content have none", err=True)
        sys.exit(1)


def _block(words: str) -> str:
    return textwrap.fill(words, 100, initial_indent="     ", subsequent_indent="       ")


@content.command()
@folder_option
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file .html or .csv.")
@lang_option
def book(folder: Path, output: Path | None, lang: str) -> None:
    """Everything that we say, for reviewers to print; as CSV for translators."""
    from dadinfo.content import book as whole

    found, unread = library.find(folder)
    if output and output.suffix == ".csv":
        spoken, _ = translations.read(folder)
        said = whole.table(found, LANGUAGES[lang], spoken.get(lang, lambda *_: None))
    else:
        words, _ = library.assemble(folder, found, unread)
        said = whole.html(words, found, _edition(words, lang))
    if output is None:
        click.echo(said)
        return
    output.write_text(said, encoding="utf-8")
    click.echo(f"Written: {output}")


def _edition(words: Library, lang: str) -> Edition:
    if lang not in words.editions:
        raise click.UsageError(f"nothing is translated into {LANGUAGES[lang].name} yet: see docs/content.md")
    return words.editions[lang]


@content.command()
@folder_option
def messages(folder: Path) -> None:
    """Bring the translators' files up to date with the English, and compile them."""
    from dadinfo.content import catalogues

    for tag, (said, fuzzy, every) in catalogues.refresh(folder).items():
        stale = f", {fuzzy} out of use because their English changed" if fuzzy else ""
        click.echo(f"{LANGUAGES[tag].name:<9} {said:>5} of {every} strings{stale}")


@content.command()
@folder_option
@click.argument("ids", nargs=-1, required=True)
@lang_option
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--name", required=True, help="Who approves, as it is to stand in the ledger.")
@click.option("--yes", is_flag=True, help="Do not ask before each.")
def approve(folder: Path, ids: tuple[str, ...], lang: str, role: str, name: str, *, yes: bool) -> None:
    """Show each text, and write down that somebody approved it."""
    items = _edition(library.load(folder), lang).items
    unknown = [one for one in ids if one not in items]
    if unknown:
        raise click.UsageError(
            f"no step, answer, page or line in {LANGUAGES[lang].name} is called {', '.join(unknown)}"
        )
    agreed = []
    for one in ids:
        click.secho(f"\n{one}", bold=True)
        for line in approvals.shown(items[one]):
            click.echo(_block(line))
        if yes or click.confirm(f"Approved as it stands, by {name} ({role})?"):
            today = date.today().isoformat()  # noqa: DTZ011 - the approver's own day
            agreed.append(approvals.Approval(approvals.digest(items[one]), one, lang, role, name, today))
    approvals.add(folder, agreed)
    approvals.keep(folder, [item for one in agreed if isinstance(item := items[one.id], Reply)], lang)
    click.echo(f"{len(agreed)} of {len(ids)} approved.")


@content.command("approvals")
@folder_option
@lang_option
def show_approvals(folder: Path, lang: str) -> None:
    """What is approved, and what still waits for whom."""
    words = library.load(folder)
    edition, lacking = _edition(words, lang), words.unapproved(lang)
    whole = len(edition.steps) + len(edition.replies)
    click.echo(f"{whole - len(lacking)} of {whole} steps and answers in {edition.language.name} are approved.")
    for one, roles in sorted(lacking.items()):
        click.echo(f"  {one}: {', '.join(roles)}")
    offered = edition.language in words.offered()
    click.echo(f"{edition.language.name} {'is' if offered else 'is not yet'} offered to dads.")
