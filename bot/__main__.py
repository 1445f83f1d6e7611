"""The `lumbar` command."""

from bot.commands import app


def main() -> None:
    app()


if __name__ == "__main__":
    main()
