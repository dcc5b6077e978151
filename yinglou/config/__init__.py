"""The one place which knows every module: settings, addresses, the command line."""
