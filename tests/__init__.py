"""Tests which look at more than one module."""
