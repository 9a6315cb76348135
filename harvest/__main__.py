"""``python -m harvest`` is the command ``greylit``."""

from harvest.cli import main

main()
