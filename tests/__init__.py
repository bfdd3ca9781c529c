"""The tests, one folder per package; packages, so that `corpus` always means the product and never this folder."""
