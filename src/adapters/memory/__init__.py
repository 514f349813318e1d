"""Everything in dictionaries: for test suites, trials and programs that keep nothing."""
