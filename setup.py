"""Tells setuptools that the package ``twite`` lives in ``src/``; the rest is in pyproject.toml."""

from setuptools import find_packages, setup

setup(
    package_dir={"twite": "src"},
    packages=["twite", *(f"twite.{name}" for name in find_packages("src"))],
    package_data={"twite": ["py.typed"], "": ["templates/**", "static/**", "migrations/**"]},
    exclude_package_data={"": ["migrations/**/*.pyc"]},
)
