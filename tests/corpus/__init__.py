"""Tests of `corpus`."""
