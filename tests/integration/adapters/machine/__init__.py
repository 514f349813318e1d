"""One machine that does everything the facade can do, on all storages at once, against a model."""
