"""Pages of the room: what the register says, what sources publish, what hangs on other pages."""
