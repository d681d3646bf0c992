"""What a column's values look like in the file, made once for each value as long as few are different."""

MOST = 4096


class Known(dict):
    """``known[value]`` is the cell of ``value``, made by ``make(value)``; of a column with many values the last few."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, value):
        cell = self.make(value)
        if value == 0 or value == 1:  # False and True are equal to these, and look otherwise
            return cell
        if len(self) >= MOST:
            self.clear()
        self[value] = cell
        return cell
