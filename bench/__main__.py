"""`make bench`: what the service costs beside a floor measured in the same run; `--full` for the whole size."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import fill, inbound, library, post, timeline
from bench.databases import Databases

PARTS = {"fill": fill.run, "post": post.run, "inbound": inbound.run, "timeline": timeline.run, "library": library.run}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    asked = parser.parse_args()
    kept = []
    with TemporaryDirectory() as folder, Databases(Path(folder)) as databases:
        for name, run in PARTS.items():
            if not asked.parts or name in asked.parts:
                kept.append(run(databases, full=asked.full))
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
