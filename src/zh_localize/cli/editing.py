"""``glossary``: look into a glossary, edit it, and see what edits did and would do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from zh_localize.cli.edits import Files, Json, Recursive
from zh_localize.cli.glossary import Packs

LOOK, CHANGE, COMPARE = "Look", "Change", "Compare and plan"

Pack = Annotated[
    Path, typer.Option("--glossary", help="The pack folder, or the TSV file, that is changed.", show_default=False)
]
Why = Annotated[str, typer.Option("--why", help="The reason, for the history.", show_default=False)]
By = Annotated[str, typer.Option("--by", help="Who edits, for the history; the user of git by default.")]
Try = Annotated[
    list[str] | None,
    typer.Option(
        "--impact", help="Save nothing; show what would change in this text or catalogue (.po .xlf .jsonl .tsv)."
    ),
]
Id = Annotated[str, typer.Argument(metavar="CONCEPT", help="The id of the concept.", show_default=False)]
Lang = Annotated[str, typer.Argument(metavar="LANG", help="The language tag, such as zh-Hans-CN.", show_default=False)]
Term = Annotated[str, typer.Argument(metavar="TERM", help="The designation.", show_default=False)]
AnyLang = Annotated[str, typer.Argument(metavar="LANG", help="The language tag; all of the concept without it.")]
AnyTerm = Annotated[str, typer.Argument(metavar="TERM", help="The designation.")]
Sets = Annotated[
    list[str] | None, typer.Option("--set", help="field=value; repeatable. For the fields see docs/glossary.md.")
]
Source = Annotated[str, typer.Option("--source", help="Where the designation was seen.", show_default=False)]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many at most.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to those of ``glossary``."""
    panels: dict[str, dict[str, Callable[..., None]]] = {
        LOOK: {"list": list_rows, "show": show, "search": search, "history": history, "stats": stats},
        CHANGE: {
            "add": add, "edit": edit, "rename": rename, "deprecate": deprecate, "approve": approve, "remove": remove,
            "move": move, "fmt": fmt,
        },
        COMPARE: {"diff": diff, "merge": merge, "impact": impact, "suggest": suggest},
    }  # fmt: skip
    for panel, commands in panels.items():
        for name, command in commands.items():
            app.command(name, rich_help_panel=panel)(command)


def list_rows(
    packs: Packs = None,
    domain: Annotated[list[str] | None, typer.Option("--domain", help="Only this domain; repeatable.")] = None,
    language: Annotated[str, typer.Option("--language", help="Only this language, such as zh or en-GB.")] = "",
    status: Annotated[str, typer.Option("--status", help="Only this status, such as deprecated.")] = "",
    review: Annotated[str, typer.Option("--review", help="Only approved, or draft.")] = "",
    json: Json = False,
) -> None:
    """List designations: concept, language, term, status, review.

    Example: zh-localize glossary list --glossary house/ --review draft
    """
    from zh_localize.cli import looks

    looks.list_rows(packs, domain or (), language, status, review, json=json)


def show(concept: Id, packs: Packs = None, json: Json = False) -> None:
    """Show all that is known of a concept.

    Example: zh-localize glossary show zhp-0099
    """
    from zh_localize.cli import looks

    looks.show(concept, packs, json=json)


def search(
    query: Annotated[str, typer.Argument(help="Characters in any script, English, pinyin or its initials, an id.")],
    packs: Packs = None,
    language: Annotated[str, typer.Option("--language", help="Only this language, such as zh or en.")] = "",
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Find designations by what is remembered of them; what is spelt nearly so comes when nothing else does.

    Example: zh-localize glossary search kxfzg

    Example: zh-localize glossary search 科學發展
    """
    from zh_localize.cli import looks

    looks.search(query, packs, language, limit, json=json)


def history(
    concept: Annotated[str, typer.Argument(metavar="CONCEPT", help="Only edits of this concept.")] = "",
    packs: Packs = None,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Tell who changed what, when and why: the history of the pack, and the commits of git; the newest first.

    Example: zh-localize glossary history c17 --glossary house/
    """
    from zh_localize.cli import looks

    looks.history(concept, packs, limit, json=json)


def stats(
    packs: Packs = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with bars.")] = None,
    json: Json = False,
) -> None:
    """Count what is named, approved, and a draft, by domain and language.

    Example: zh-localize glossary stats --glossary house/ --html coverage.html
    """
    from zh_localize.cli import looks

    looks.stats(packs, html, json=json)


def add(
    pack: Pack,
    concept: Id,
    lang: Lang,
    term: Term,
    domain: Annotated[str, typer.Option("--domain", help="Make the concept, in this domain.")] = "",
    definition: Annotated[str, typer.Option("--definition", help="What a new concept is.")] = "",
    source: Source = "",
    sets: Sets = None,
    why: Why = "",
    by: By = "",
    try_on: Try = None,
) -> None:
    """Add a designation, as a draft unless it has a source.

    Example: zh-localize glossary add c17 zh-Hans-CN 数字经济 --domain economy --glossary house/
    """
    from zh_localize.cli import desk

    desk.add(desk.Desk(pack, why, by, try_on), (concept, lang, term), domain, definition, source, sets or ())


def edit(
    pack: Pack,
    concept: Id,
    lang: AnyLang = "",
    term: AnyTerm = "",
    sets: Sets = None,
    form: Annotated[Path | None, typer.Option("--from", help="Take the concept from this file, once kept.")] = None,
    why: Why = "",
    by: By = "",
    try_on: Try = None,
) -> None:
    """Edit a concept in $EDITOR, or set fields of it or of a designation with --set.

    What the editor saves is checked; what cannot be taken is kept in a file. If somebody else changed the concept
    meanwhile, both edits are merged.

    Example: zh-localize glossary edit c17 --glossary house/

    Example: zh-localize glossary edit c17 en "digital economy" --set match=case --glossary house/
    """
    from zh_localize.cli import desk

    desk.edit(desk.Desk(pack, why, by, try_on), (concept, lang, term), sets or (), form)


def rename(
    pack: Pack,
    concept: Id,
    lang: Lang,
    term: Term,
    new: Annotated[str, typer.Argument(metavar="NEW", help="How it is written from now on.")],
    why: Why = "",
    by: By = "",
    try_on: Try = None,
) -> None:
    """Write a designation otherwise; the old form is forgotten, see deprecate to keep it.

    Example: zh-localize glossary rename c17 en "digital economie" "digital economy" --glossary house/
    """
    from zh_localize.cli import desk

    desk.rename(desk.Desk(pack, why, by, try_on), (concept, lang, term), new)


def deprecate(
    pack: Pack,
    concept: Id,
    lang: Lang,
    term: Term,
    replaced_by: Annotated[
        str, typer.Option("--replaced-by", help="Another designation of the concept and language, or another concept.")
    ] = "",
    why: Why = "",
    by: By = "",
    try_on: Try = None,
) -> None:
    """Say that a designation is not to be used; a check reports it, and --fix puts what replaces it.

    Example: zh-localize glossary deprecate c17 en "data economy" --replaced-by "digital economy" --glossary house/
    """
    from zh_localize.cli import desk

    desk.deprecate(desk.Desk(pack, why, by, try_on), (concept, lang, term), replaced_by)


def approve(
    pack: Pack,
    concept: Id,
    lang: AnyLang = "",
    term: AnyTerm = "",
    source: Source = "",
    why: Why = "",
    by: By = "",
    try_on: Try = None,
) -> None:
    """Approve a draft, or every draft of a concept, by its source.

    Example: zh-localize glossary approve c17 en "digital economy" --source "State Council, 2021" --glossary house/
    """
    from zh_localize.cli import desk

    desk.approve(desk.Desk(pack, why, by, try_on), (concept, lang, term), source)


def remove(
    pack: Pack, concept: Id, lang: AnyLang = "", term: AnyTerm = "", why: Why = "", by: By = "", try_on: Try = None
) -> None:
    """Take out a designation, or a concept with all of them; the history keeps what was there.

    Example: zh-localize glossary remove c17 en "data economy" --glossary house/
    """
    from zh_localize.cli import desk

    desk.remove(desk.Desk(pack, why, by, try_on), (concept, lang, term))


def move(
    pack: Pack,
    concept: Id,
    lang: AnyLang = "",
    term: AnyTerm = "",
    to: Annotated[str, typer.Option("--to", help="The concept, or without a designation the domain, to go to.")] = "",
    why: Why = "",
    by: By = "",
    try_on: Try = None,
) -> None:
    """Move a designation to another concept, or a concept to another domain.

    Example: zh-localize glossary move c17 --to economy-finance --glossary house/
    """
    from zh_localize.cli import desk

    if not to:
        raise typer.BadParameter("name where it goes: --to CONCEPT for a designation, --to DOMAIN for a concept")
    desk.move(desk.Desk(pack, why, by, try_on), (concept, lang, term), to)


def fmt(
    pack: Pack,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file would change.")] = False,
) -> None:
    """Write the files of a pack in their canonical form: all columns, rows in order.

    Example: zh-localize glossary fmt --glossary house/
    """
    from zh_localize.cli import desk

    desk.fmt(pack, check=check)


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="A pack or file.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Another.")],
    json: Json = False,
) -> None:
    """Compare two glossaries concept by concept; exit with 1 if they differ.

    Example: zh-localize glossary diff old-house/ house/
    """
    from zh_localize.cli import plans

    plans.diff(before, after, json=json)


def merge(
    ours: Annotated[Path, typer.Argument(metavar="OURS", help="A pack or file; the result is written here.")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="The other edit of it.")],
    base: Annotated[Path, typer.Option("--base", help="What both were made from.", show_default=False)],
    why: Why = "",
    by: By = "",
) -> None:
    """Merge two edits of a glossary, by concept, language and term; exit with 1 if something has to be decided.

    As a merge driver of git: git config merge.glossary.driver "zh-localize glossary merge --base %O %A %B", and in
    .gitattributes: terms/*.tsv merge=glossary. A file then gets conflict markers around the rows; a pack with conflicts
    is left as it is.

    Example: zh-localize glossary merge --base old-house/ house/ their-house/
    """
    from zh_localize.cli import plans

    plans.merge(base, ours, theirs, why, by)


def impact(
    files: Files = None,
    pairs: Annotated[list[str] | None, typer.Option("--pairs", help="A file of translations; repeatable.")] = None,
    packs: Packs = None,
    after: Annotated[
        Path | None, typer.Option("--after", help="The glossary as it would be: another pack or file.")
    ] = None,
    samples: Annotated[int, typer.Option("--samples", min=0, help="How many units are shown.")] = 5,
    recursive: Recursive = False,
    json: Json = False,
) -> None:
    """Show which lines and translations another state of the glossary would judge otherwise; nothing is written.

    For one edit before it is saved, give its command --impact FILE.

    Example: zh-localize glossary impact --glossary house/ --after new-house/ docs/*.md --pairs report.po
    """
    from zh_localize.cli import plans

    if after is None:
        raise typer.BadParameter("name the glossary as it would be: --after FOLDER")
    plans.impact(files, pairs or (), packs, after, samples, recursive=recursive, json=json)


def suggest(
    files: Files = None, packs: Packs = None, limit: Limit = 50, recursive: Recursive = False, json: Json = False
) -> None:
    """List likely terms of texts or PO files that the glossary lacks, with how often and where they stand.

    Example: zh-localize glossary suggest --recursive corpus/ --limit 100
    """
    from zh_localize.cli import plans

    plans.suggest(files, packs, limit, recursive=recursive, json=json)
