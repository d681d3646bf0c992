"""What other systems may ask for, read from the environment at the start; ``docs/configuration.md`` lists every variable."""

from lms.config.environment import read, wrong

API_A_MINUTE = read("API_A_MINUTE", "int", 120, "a whole number")
if API_A_MINUTE < 1:
    raise wrong("API_A_MINUTE", "no system could ask anything", "how often one token may ask in a minute, 1 or more")
