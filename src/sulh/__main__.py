"""``python -m sulh`` is the ``sulh`` command."""

from sulh.cli import main

if __name__ == "__main__":
    main()
