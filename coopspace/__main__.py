"""`python -m coopspace` is the `coopspace` command."""

from coopspace.cli import main

if __name__ == "__main__":
    main()
