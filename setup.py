"""Builds what pyproject.toml cannot say: the native core, which may fail, and the tables that it reads.

``ZH_LOCALIZE_REQUIRE_NATIVE=1`` makes a failed build of the core fatal.
"""

import os
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_py import build_py

SOURCE = Path(__file__).resolve().parent / "src"
TEXT, REPAIR, GLOSSARY = "src/zh_localize/text", "src/zh_localize/repair", "src/zh_localize/glossary"
FLAGS = [] if sys.platform == "win32" else ["-O2"]  # a tenth faster than -O3 for the conversion loop
OPTIONAL = os.environ.get("ZH_LOCALIZE_REQUIRE_NATIVE") != "1"


class BuildWithTables(build_py):
    """Packs the tables beside the modules that are built, or beside the sources for an editable install."""

    def run(self):
        super().run()
        sys.path.insert(0, str(SOURCE))
        try:
            from zh_localize.convert.pack import pack_all

            top = SOURCE if self.editable_mode else Path(self.build_lib)
            pack_all(top / "zh_localize" / "data" / "packed")
        finally:
            sys.path.remove(str(SOURCE))


setup(
    cmdclass={"build_py": BuildWithTables},
    ext_modules=[
        Extension(
            "zh_localize.text._native",
            [f"{TEXT}/_native.c"],
            depends=[f"{TEXT}/{name}.h" for name in ("_convert", "_model", "_survey", "_tables")],
            extra_compile_args=FLAGS,
            optional=OPTIONAL,
        ),
        Extension(
            "zh_localize.repair._judge",
            [f"{REPAIR}/_judge.c"],
            depends=[f"{REPAIR}/{name}.h" for name in ("_judge", "_lattice", "_look")],
            optional=OPTIONAL,
        ),
        Extension(
            "zh_localize.glossary._terms",
            [f"{GLOSSARY}/_terms.c"],
            depends=[f"{GLOSSARY}/_walk.h"],
            extra_compile_args=FLAGS,
            optional=OPTIONAL,
        ),
    ],
)
