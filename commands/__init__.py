"""The commands, one module for each group: parse arguments, call one function, print."""
