"""The one error that users see: a line that says what, where and what to do; and the exit code of who broke off."""

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended."""


class InputError(Exception):
    """Wrong input or use. `exit_code` is 1 for data that is wrong, 2 for a wrong call."""

    def __init__(self, message: str, *, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code
