"""What does not hold, by its name."""


class Fault(Exception):
    """What does not hold, by its name; `within` puts the name of a part before it, as in `cms: signature: wrong`."""

    def within(self, part):
        return Fault(f"{part}: {self}")


def need(condition, fault):
    if not condition:
        raise Fault(fault)


def part(name, function, *arguments):
    try:
        return function(*arguments)
    except Fault as fault:
        raise fault.within(name) from None
