"""What every module of the twin shares: how it says that it cannot."""


class NotCovered(Exception):
    """A file asks for something that the twin does not read."""


class WrongFile(Exception):
    """A file breaks the format; which of its mistakes are found is the engine's affair."""


class Clash(Exception):
    """No plan keeps every rule."""


class Unsettled(Exception):
    """Neither a plan nor a clash was found in as many steps as the twin has patience for."""
