"""How good the tests are: what is wrong on purpose has to make one of them fail."""
