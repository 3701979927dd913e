"""The commands of `kg`, one module each: parse, call one function, print."""
