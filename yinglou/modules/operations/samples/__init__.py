"""The studio of the demo, made by the commands that people use, on a clock that is set."""
