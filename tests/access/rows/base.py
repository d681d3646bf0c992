"""What the rows of all apps share."""


def pk_of(name):
    return lambda house: {"pk": getattr(house, name).pk}
