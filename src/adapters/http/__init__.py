"""twite over HTTP, through Litestar; the only place that knows it."""
