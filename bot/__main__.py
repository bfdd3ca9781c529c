"""`python -m bot` and the console script `clausecare`."""

from __future__ import annotations

from bot.quiet import keep_quiet

keep_quiet()  # before any library that would report home is imported

from bot.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
