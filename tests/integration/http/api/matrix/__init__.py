"""Generated matrices: what is true of every cell comes from the rule and the route table, never
from an answer."""
