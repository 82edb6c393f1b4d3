"""`python -m enishi` is the same as `enishi`."""

from enishi.cli import main

if __name__ == "__main__":
    main()
