"""``doctor``: what is installed here and whether it is sound."""

from __future__ import annotations

from typing import Annotated

import typer

from zh_localize.cli.streams import put


def doctor(json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Say what runs here: versions, backend, tables, glossaries, engines; exit with 1 if something is wrong.

    Example: zh-localize doctor
    """
    import platform
    import sys
    from importlib import metadata

    from zh_localize.convert import Converter, reference
    from zh_localize.errors import ZhLocalizeError
    from zh_localize.glossary import Glossary
    from zh_localize.glossary.files import shipped
    from zh_localize.render import json_lines
    from zh_localize.text import native, tables

    facts: dict[str, object] = {"zh-localize": metadata.version("zh-localize")}
    problems: list[str] = []
    facts["python"] = f"{platform.python_version()} ({sys.platform})"
    try:
        twins = [name for name in native.CORES if native.core(name) is None]
        facts["backend"] = native.backend()
        if twins and native.backend() == "native":
            facts["backend"] = f"native; in Python: {', '.join(twins)}"
        facts["conversion"] = "sound" if Converter(to="zh-Hant-TW").convert("头发发现") == "頭髮發現" else "damaged"
    except ZhLocalizeError as error:
        facts["backend"] = str(error)
        problems.append(str(error))
    for name in ("babel", "polib", "typer"):
        facts[name] = metadata.version(name)
    trouble = reference.trouble()
    facts[reference.REIMPLEMENTED] = trouble or metadata.version(reference.REIMPLEMENTED)
    try:
        for name in tables.manifest():
            tables.read_bytes(name)
        facts["tables"] = f"{len(tables.manifest())} found and verified"
    except ZhLocalizeError as error:
        facts["tables"] = str(error)
        problems.append(str(error))
    try:
        glossary = Glossary.load()
        packs = ", ".join(path.name for path in shipped())
        facts["glossaries"] = (
            f"{packs}: {len(glossary.concepts):,} concepts, {len(glossary.designations):,} designations"
        )
    except ZhLocalizeError as error:
        facts["glossaries"] = str(error)
        problems.append(str(error))
    if json:
        put(f"{json_lines.line(facts)}\n")
    else:
        width = max(map(len, facts))
        put("".join(f"{name:<{width}}  {value}\n" for name, value in facts.items()))
    if problems:
        raise typer.Exit(1)
